SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE aliases (
    alias character varying NOT NULL COLLATE pg_catalog."C",
    paper character varying NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE apart (
    first character varying NOT NULL COLLATE pg_catalog."C",
    second character varying NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE api_keys (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    key_hash character varying NOT NULL,
    scopes text NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint
);
CREATE SEQUENCE api_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE api_keys_id_seq OWNED BY api_keys.id;
CREATE TABLE facts (
    name character varying NOT NULL COLLATE pg_catalog."C",
    value character varying NOT NULL
);
CREATE TABLE generations (
    name character varying NOT NULL COLLATE pg_catalog."C",
    state character varying NOT NULL,
    schema_hash character varying NOT NULL,
    created_at bigint NOT NULL,
    promoted_at bigint,
    retired_at bigint
);
CREATE TABLE harvests (
    repository character varying NOT NULL COLLATE pg_catalog."C",
    set_spec character varying NOT NULL COLLATE pg_catalog."C",
    url character varying NOT NULL,
    prefix character varying NOT NULL,
    until character varying,
    listing text,
    updated_at bigint NOT NULL
);
CREATE TABLE heartbeats (
    worker character varying NOT NULL COLLATE pg_catalog."C",
    started_at bigint NOT NULL,
    beaten_at bigint NOT NULL,
    progress bigint NOT NULL,
    progressed_at bigint NOT NULL,
    doing text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE holdings (
    collection character varying NOT NULL COLLATE pg_catalog."C",
    identifier character varying NOT NULL COLLATE pg_catalog."C",
    record bigint NOT NULL,
    datestamp character varying DEFAULT ''::character varying NOT NULL
);
CREATE TABLE idempotency_keys (
    owner integer NOT NULL,
    key character varying NOT NULL COLLATE pg_catalog."C",
    request_hash character varying NOT NULL,
    job integer NOT NULL,
    answer text NOT NULL,
    created_at bigint NOT NULL
);
CREATE TABLE index_queue (
    generation character varying NOT NULL COLLATE pg_catalog."C",
    paper character varying NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    attempts integer NOT NULL,
    lease_owner character varying,
    available_at bigint NOT NULL,
    queued_at bigint NOT NULL
);
CREATE TABLE ingest_items (
    id bigint NOT NULL,
    run bigint NOT NULL,
    location text NOT NULL COLLATE pg_catalog."C",
    blob character varying,
    size bigint NOT NULL,
    options text NOT NULL,
    state character varying NOT NULL,
    attempts integer NOT NULL,
    losses integer NOT NULL,
    lease_owner character varying,
    available_at bigint NOT NULL,
    fence integer NOT NULL,
    parser character varying,
    counts text,
    last_error text COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    finished_at bigint
);
CREATE SEQUENCE ingest_items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE ingest_items_id_seq OWNED BY ingest_items.id;
CREATE TABLE item_records (
    item bigint NOT NULL,
    record bigint NOT NULL,
    outcome character varying NOT NULL
);
CREATE TABLE jobs (
    id bigint NOT NULL,
    kind character varying NOT NULL,
    exclusive character varying,
    state character varying NOT NULL,
    progress text NOT NULL,
    error text COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    finished_at bigint
);
CREATE SEQUENCE jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE jobs_id_seq OWNED BY jobs.id;
CREATE TABLE labels (
    field character varying NOT NULL COLLATE pg_catalog."C",
    key character varying NOT NULL COLLATE pg_catalog."C",
    label text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE leadership (
    name character varying NOT NULL COLLATE pg_catalog."C",
    owner character varying,
    leased_until bigint NOT NULL,
    fence integer NOT NULL
);
CREATE TABLE match_keys (
    key bigint NOT NULL,
    record bigint NOT NULL
);
CREATE TABLE papers (
    id character varying NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    deleted boolean NOT NULL,
    document text,
    added_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE records (
    id bigint NOT NULL,
    location text NOT NULL COLLATE pg_catalog."C",
    raw_hash character varying NOT NULL,
    nth integer NOT NULL,
    fingerprint character varying NOT NULL,
    document text NOT NULL,
    paper character varying NOT NULL COLLATE pg_catalog."C",
    own_paper character varying NOT NULL COLLATE pg_catalog."C",
    stored_at bigint NOT NULL
);
CREATE SEQUENCE records_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE records_id_seq OWNED BY records.id;
CREATE TABLE reindex_chunks (
    generation character varying NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    first_id character varying NOT NULL COLLATE pg_catalog."C",
    last_id character varying NOT NULL COLLATE pg_catalog."C",
    papers integer NOT NULL,
    done boolean DEFAULT false NOT NULL
);
CREATE TABLE rejects (
    id bigint NOT NULL,
    item integer,
    "position" integer,
    paper character varying COLLATE pg_catalog."C",
    generation character varying COLLATE pg_catalog."C",
    location text NOT NULL COLLATE pg_catalog."C",
    line integer NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    raw text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL
);
CREATE SEQUENCE rejects_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE rejects_id_seq OWNED BY rejects.id;
CREATE TABLE runs (
    id bigint NOT NULL,
    options text NOT NULL,
    created_at bigint NOT NULL
);
CREATE SEQUENCE runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE runs_id_seq OWNED BY runs.id;
CREATE TABLE searches (
    key character varying NOT NULL COLLATE pg_catalog."C",
    query text NOT NULL COLLATE pg_catalog."C",
    times integer NOT NULL,
    last_at bigint NOT NULL
);
CREATE TABLE write_results (
    item bigint NOT NULL,
    line integer NOT NULL,
    paper character varying COLLATE pg_catalog."C",
    outcome character varying NOT NULL,
    error text COLLATE pg_catalog."C"
);
ALTER TABLE ONLY api_keys ALTER COLUMN id SET DEFAULT nextval('api_keys_id_seq'::regclass);
ALTER TABLE ONLY ingest_items ALTER COLUMN id SET DEFAULT nextval('ingest_items_id_seq'::regclass);
ALTER TABLE ONLY jobs ALTER COLUMN id SET DEFAULT nextval('jobs_id_seq'::regclass);
ALTER TABLE ONLY records ALTER COLUMN id SET DEFAULT nextval('records_id_seq'::regclass);
ALTER TABLE ONLY rejects ALTER COLUMN id SET DEFAULT nextval('rejects_id_seq'::regclass);
ALTER TABLE ONLY runs ALTER COLUMN id SET DEFAULT nextval('runs_id_seq'::regclass);
INSERT INTO aliases VALUES ('p_bmgupgrkacic', 'p_awhdisslfrcb');
INSERT INTO apart VALUES ('p_bqbgiukoilqn', 'p_cdbcayjjwlpk');
INSERT INTO api_keys VALUES (1, 'reader', '7e493aad1b49727d073dc7abde874843c1683fcf06bd46e2e66e88d7e3e76a8a', '["read","write"]', 1796046228985284, NULL);
INSERT INTO api_keys VALUES (2, 'former', 'c3d38f1acffe4b6a87503a4bd8dc1b0367c22d1b200e56c11379554000185807', '["read","write"]', 1796046229008824, 1796046229036067);
INSERT INTO facts VALUES ('schema_version', '2');
INSERT INTO generations VALUES ('papers-000001', 'retired', '887a1d760c9f1032', 1796046228357396, 1796046228362118, 1796046233431196);
INSERT INTO generations VALUES ('papers-000002', 'live', '887a1d760c9f1032', 1796046232542433, 1796046233431196, NULL);
INSERT INTO generations VALUES ('papers-000003', 'building', '887a1d760c9f1032', 1796046233942314, NULL, NULL);
INSERT INTO harvests VALUES ('lab', '', 'https://lab.example.org/oai', 'arXiv', NULL, '{"run":5,"asked":null,"since":null,"token":"next","pages":1,"records":2,"withdrawn":0,"first":"2026-11-01","latest":"2026-11-02","in_order":true,"began_at":"2026-11-21T12:00:00Z"}', 1796046230216991);
INSERT INTO heartbeats VALUES ('host@1:1:0badcafe', 1796046234158721, 1796046234158721, 7, 1796046234158721, 'item 9');
INSERT INTO holdings VALUES ('https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv', 'oai:lab.example.org:1', 43, '2026-11-01');
INSERT INTO holdings VALUES ('https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv', 'oai:lab.example.org:2', 44, '2026-11-02');
INSERT INTO idempotency_keys VALUES (1, 'first', 'd1c71ee448dde774e93e5b23a4d471c4d4e868afbfd1242baf3dfc4399f169d0', 1, '{"id":1,"type":"write","state":"running","progress":{"run":2,"total":3},"error":null,"created_at":"2026-11-30T13:43:49.116786Z","updated_at":"2026-11-30T13:43:49.116786Z","finished_at":null}', 1796046229096996);
INSERT INTO idempotency_keys VALUES (1, 'second', 'fc5cb3f57c97b15affb1dfb316f4880046a56603bf0747faa5c1fa08c3be738a', 8, '{"id":8,"type":"write","state":"running","progress":{"run":10,"total":1},"error":null,"created_at":"2026-11-30T13:43:53.854677Z","updated_at":"2026-11-30T13:43:53.854677Z","finished_at":null}', 1796046233848926);
INSERT INTO index_queue VALUES ('papers-000001', 'p_xsdlbgrpbzix', 3, 0, NULL, 1796046233749963, 1796046233749963);
INSERT INTO index_queue VALUES ('papers-000002', 'p_xsdlbgrpbzix', 3, 0, NULL, 1796046233751822, 1796046233751822);
INSERT INTO index_queue VALUES ('papers-000003', 'p_eezhrwgleybc', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_ljanhdomlbtu', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_wshfrfhipbah', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_yymcctivjklh', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_shxxmtawmryp', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_nmapyqjvfubq', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_nvhmnepmebzx', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_dzaerjdtmipp', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_pozqdxukkjdd', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_drwkluzdwiam', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_walecmmtjmwq', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_kdkujghavcwz', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_viubrkdcspla', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_tfkirydlqazc', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_ignadnxtqlqj', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_ouokbaxmdolk', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_wittmhmmecbu', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_ubwdaoigqetw', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_lravleezxgdg', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_jqcvvvwhpgbh', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_lnpuektxueth', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_xhprwfjyicrd', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_uavxeuukkxkh', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_witbwffguymz', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_mnqqcmucbwea', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_hywwnarquilr', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_fliodxglouak', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_nseaezebxvfu', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_awhdisslfrcb', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_bqbgiukoilqn', 3, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_luvufekhjsmf', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_moixmazlcdnm', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_sozrumfcsdmd', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_uqqsggsdykhi', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_slempdzcoeig', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_cthwnfspubnm', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_hegvgvvsnwzy', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_idogrzsvubjt', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_bmgupgrkacic', 2, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_cdbcayjjwlpk', 3, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_ryyzpskoppmk', 2, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_xsdlbgrpbzix', 3, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_fcvcwmaiqpei', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO index_queue VALUES ('papers-000003', 'p_qixudgbmjrdh', 1, 0, NULL, 1796046234023221, 1796046234023221);
INSERT INTO ingest_items VALUES (1, 1, '/papers/classics.jsonl', '6ef052b54f173344953dfa48d962debf41584297ee61a5f09a3b03e0e84b1c7a', 11959, '{"parser":null,"venue":null,"year":null,"replace":false,"from_folder":false}', 'done', 1, 0, NULL, 1796046408012127, 1, 'paper-json', '{"added":18,"rejected":1}', NULL, 1796046226921065, 1796046228040709);
INSERT INTO ingest_items VALUES (2, 1, '/papers/arxiv-listing.txt', '642fd68d9af2a7ba011784e676f8b78fb8babbb0ccf8c5a99d0403139a46d07e', 9491, '{"parser":null,"venue":null,"year":null,"replace":false,"from_folder":false,"profiles":"# What the pages in this folder do not say of themselves; `papersearch ingest` reads this file beside the sources.\n[[profile]]\nparser = \"explorer-page\"\ncontains = \"Deep Residual Learning for Image Recognition\"\nname = \"explorer-page\"\nlabel = \"CVPR 2016 paper explorer\"\nvenue = \"CVPR\"\nyear = 2016\n"}', 'done', 1, 0, NULL, 1796046408300987, 1, 'arxiv-listing', '{"added":22,"rejected":0}', NULL, 1796046226921065, 1796046228308583);
INSERT INTO ingest_items VALUES (3, 2, 'api', 'ce689f67d43fc7f40984794a8a9cb3d87c69bf5bf8238f90789cc9d076f7e7f6', 178, '{"write":{"action":"bulk","paper":"","if_version":null,"body":null,"lines":[]}}', 'done', 1, 0, NULL, 1796046409209245, 1, 'api', '{"added":2,"rejected":1}', NULL, 1796046229105294, 1796046229381196);
INSERT INTO ingest_items VALUES (4, 3, 'api', NULL, 0, '{"write":{"action":"put","paper":"p_xsdlbgrpbzix","if_version":null,"body":{"title":"Put once"},"lines":[]}}', 'done', 1, 0, NULL, 1796046409761256, 1, 'api', '{"updated":1,"rejected":0}', NULL, 1796046229671287, 1796046229866211);
INSERT INTO ingest_items VALUES (5, 4, 'api', NULL, 0, '{"write":{"action":"delete","paper":"p_ryyzpskoppmk","if_version":null,"body":null,"lines":[]}}', 'done', 1, 0, NULL, 1796046409896548, 1, 'api', '{"rejected":0}', NULL, 1796046229685828, 1796046229939017);
INSERT INTO ingest_items VALUES (6, 5, 'https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv#page-1', 'cde3c5b51e3e92197b542077123ec5b3a9823d96a34284fd3cd40c933886c705', 1059, '{"collection":"https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv","withdrawn":{}}', 'done', 1, 0, NULL, 1796046412069780, 1, 'arxiv-oai', '{"added":2,"rejected":0}', NULL, 1796046230197930, 1796046232079862);
INSERT INTO ingest_items VALUES (7, 6, '/papers/leased.jsonl', '6977b4c6ed62ee870cb3ab17c5c0ce968c0a546522a07297ddbf8a732c264b93', 1663, '{"parser":null,"venue":"ICLR","year":null,"replace":false,"from_folder":false}', 'leased', 1, 0, 'host@1:1:0badcafe', 1796046413686812, 1, NULL, NULL, NULL, 1796046233674042, NULL);
INSERT INTO ingest_items VALUES (8, 7, 'api', NULL, 0, '{"write":{"action":"put","paper":"p_xsdlbgrpbzix","if_version":null,"body":{"title":"Put again"},"lines":[]}}', 'done', 1, 0, NULL, 1796046413721506, 1, 'api', '{"updated":1,"rejected":0}', NULL, 1796046233703253, 1796046233766224);
INSERT INTO ingest_items VALUES (9, 8, '/papers/waiting.jsonl', '830a76b4c26f332b38b922fead7abf6817b18ccdd9b52a427f0acb00e6cd34c5', 2094, '{"parser":null,"venue":null,"year":1999,"replace":false,"from_folder":false}', 'pending', 0, 0, NULL, 1796046233784733, 0, NULL, NULL, NULL, 1796046233784733, NULL);
INSERT INTO ingest_items VALUES (10, 9, 'upload/one.jsonl', 'f881c2c60cb223fc0b18e4856500700d289c32fddfcfad0e4209f0cb9df9e6ad', 66, '{}', 'pending', 0, 0, NULL, 1796046233811509, 0, NULL, NULL, NULL, 1796046233811509, NULL);
INSERT INTO ingest_items VALUES (11, 10, 'api', '06e541b15f94acefb5f9de950299c80cb802c8766d5a7e6ba8acdf95642dc46e', 65, '{"write":{"action":"bulk","paper":"","if_version":null,"body":null,"lines":[]}}', 'pending', 0, 0, NULL, 1796046233852904, 0, NULL, NULL, NULL, 1796046233852904, NULL);
INSERT INTO jobs VALUES (1, 'write', NULL, 'running', '{"run":2,"total":3}', NULL, 1796046229116786, 1796046229116786, NULL);
INSERT INTO jobs VALUES (2, 'write', NULL, 'running', '{"run":3,"total":1}', NULL, 1796046229678060, 1796046229678060, NULL);
INSERT INTO jobs VALUES (3, 'write', NULL, 'running', '{"run":4,"total":1}', NULL, 1796046229690161, 1796046229690161, NULL);
INSERT INTO jobs VALUES (4, 'reindex', NULL, 'done', '{"state":"promoted","repair":true,"generation":"papers-000002","done":44,"filled_at":"2026-11-30T13:43:52.685620Z","total":44,"papers_per_s":null,"eta_s":null,"measured":{"at":"2026-11-30T13:43:52.608945Z","done":0},"last_chunk":{"at":"2026-11-30T13:43:52.628778Z","papers":44},"entered_at":"2026-11-30T13:43:53.326345Z","verified":{"generation":"papers-000002","compared":42,"equal":true,"missing":0,"extra":0,"stale":0,"ahead":0,"corrupt":0,"examples":[]}}', NULL, 1796046232398489, 1796046233455661, 1796046233455337);
INSERT INTO jobs VALUES (5, 'reindex', NULL, 'cancelled', '{"state":"cancelled","repair":true}', NULL, 1796046233489782, 1796046233579236, 1796046233578959);
INSERT INTO jobs VALUES (6, 'write', NULL, 'running', '{"run":7,"total":1}', NULL, 1796046233706259, 1796046233706259, NULL);
INSERT INTO jobs VALUES (7, 'ingest', NULL, 'running', '{"run":9,"source":"upload/one.jsonl"}', NULL, 1796046233813019, 1796046233813019, NULL);
INSERT INTO jobs VALUES (8, 'write', NULL, 'running', '{"run":10,"total":1}', NULL, 1796046233854677, 1796046233854677, NULL);
INSERT INTO jobs VALUES (9, 'reindex', 'reindex', 'running', '{"state":"building","repair":true,"throttle":5000,"generation":"papers-000003","done":0,"filled_at":null,"total":44,"papers_per_s":null,"eta_s":null,"measured":{"at":"2026-11-30T13:43:53.997863Z","done":0},"last_chunk":{"at":"2026-11-30T13:43:54.013176Z","papers":44}}', NULL, 1796046233858613, 1796046234036782, NULL);
INSERT INTO labels VALUES ('keyword', 'actual', 'actual');
INSERT INTO labels VALUES ('keyword', 'adjustingweight', 'adjusting weight');
INSERT INTO labels VALUES ('keyword', 'align', 'align');
INSERT INTO labels VALUES ('keyword', 'approximateinference', 'approximate inference');
INSERT INTO labels VALUES ('keyword', 'atarigame', 'atari game');
INSERT INTO labels VALUES ('keyword', 'average', 'average');
INSERT INTO labels VALUES ('keyword', 'backpropagatingerror', 'back-propagating error');
INSERT INTO labels VALUES ('keyword', 'bm25', 'bm25');
INSERT INTO labels VALUES ('keyword', 'bm25f', 'bm25f');
INSERT INTO labels VALUES ('keyword', 'bringing', 'bringing');
INSERT INTO labels VALUES ('keyword', 'classification', 'classification');
INSERT INTO labels VALUES ('keyword', 'cleanfullresolutionimage', 'clean full-resolution image');
INSERT INTO labels VALUES ('keyword', 'coadapting', 'co-adapting');
INSERT INTO labels VALUES ('keyword', 'collection', 'collection');
INSERT INTO labels VALUES ('keyword', 'computation', 'computation');
INSERT INTO labels VALUES ('keyword', 'computationinside', 'computation inside');
INSERT INTO labels VALUES ('keyword', 'conceptual', 'conceptual');
INSERT INTO labels VALUES ('keyword', 'constantbudget', 'constant budget');
INSERT INTO labels VALUES ('keyword', 'constanterrorcarousel', 'constant error carousel');
INSERT INTO labels VALUES ('keyword', 'convolution', 'convolution');
INSERT INTO labels VALUES ('keyword', 'convolutionallayer', 'convolutional layer');
INSERT INTO labels VALUES ('keyword', 'convolutionalnetwork', 'convolutional network');
INSERT INTO labels VALUES ('keyword', 'crowdsourcing', 'crowdsourcing');
INSERT INTO labels VALUES ('keyword', 'curse', 'curse');
INSERT INTO labels VALUES ('keyword', 'dataaugmentation', 'data augmentation');
INSERT INTO labels VALUES ('keyword', 'datadistribution', 'data distribution');
INSERT INTO labels VALUES ('keyword', 'deepconvolutionalnetwork', 'deep convolutional network');
INSERT INTO labels VALUES ('keyword', 'deepconvolutionalneuralnetwork', 'deep convolutional neural network');
INSERT INTO labels VALUES ('keyword', 'deeper', 'deeper');
INSERT INTO labels VALUES ('keyword', 'deeplstmread', 'deep lstm read');
INSERT INTO labels VALUES ('keyword', 'deepnetwork', 'deep network');
INSERT INTO labels VALUES ('keyword', 'deepqnetwork', 'deep q-network');
INSERT INTO labels VALUES ('keyword', 'deepreinforcementlearning', 'deep reinforcement learning');
INSERT INTO labels VALUES ('keyword', 'depth', 'depth');
INSERT INTO labels VALUES ('keyword', 'desiredoutput', 'desired output');
INSERT INTO labels VALUES ('keyword', 'dimensionality', 'dimensionality');
INSERT INTO labels VALUES ('keyword', 'distributedrepresentation', 'distributed representation');
INSERT INTO labels VALUES ('keyword', 'documentrecognition', 'document recognition');
INSERT INTO labels VALUES ('keyword', 'dropout', 'dropout');
INSERT INTO labels VALUES ('keyword', 'dropoutclassify', 'dropout classify');
INSERT INTO labels VALUES ('keyword', 'encoderdecodertranslation', 'encoder-decoder translation');
INSERT INTO labels VALUES ('keyword', 'errorconverge', 'error converge');
INSERT INTO labels VALUES ('keyword', 'errorsignal', 'error signal');
INSERT INTO labels VALUES ('keyword', 'experiencereplay', 'experience replay');
INSERT INTO labels VALUES ('keyword', 'explode', 'explode');
INSERT INTO labels VALUES ('keyword', 'filter', 'filter');
INSERT INTO labels VALUES ('keyword', 'finitemixture', 'finite mixture');
INSERT INTO labels VALUES ('keyword', 'fixedlengthencoding', 'fixed-length encoding');
INSERT INTO labels VALUES ('keyword', 'flowback', 'flow back');
INSERT INTO labels VALUES ('keyword', 'fought', 'fought');
INSERT INTO labels VALUES ('keyword', 'generativeadversarialnetwork', 'generative adversarial network');
INSERT INTO labels VALUES ('keyword', 'generativemodel', 'generative model');
INSERT INTO labels VALUES ('keyword', 'generatorrecover', 'generator recover');
INSERT INTO labels VALUES ('keyword', 'gradientbasedlearning', 'gradient-based learning');
INSERT INTO labels VALUES ('keyword', 'graphtransformernetwork', 'graph transformer network');
INSERT INTO labels VALUES ('keyword', 'grow', 'grow');
INSERT INTO labels VALUES ('keyword', 'grown', 'grown');
INSERT INTO labels VALUES ('keyword', 'handwrittencharacterrecognition', 'handwritten character recognition');
INSERT INTO labels VALUES ('keyword', 'hiddenunit', 'hidden unit');
INSERT INTO labels VALUES ('keyword', 'hierarchy', 'hierarchy');
INSERT INTO labels VALUES ('keyword', 'highdimensionalfeaturespace', 'high-dimensional feature space');
INSERT INTO labels VALUES ('keyword', 'humanlevelcontrol', 'human-level control');
INSERT INTO labels VALUES ('keyword', 'hundred', 'hundred');
INSERT INTO labels VALUES ('keyword', 'imagenet', 'imagenet');
INSERT INTO labels VALUES ('keyword', 'imagenetclassification', 'imagenet classification');
INSERT INTO labels VALUES ('keyword', 'imagenetimage', 'imagenet image');
INSERT INTO labels VALUES ('keyword', 'inceptionarchitecture', 'inception architecture');
INSERT INTO labels VALUES ('keyword', 'inputvector', 'input vector');
INSERT INTO labels VALUES ('keyword', 'languagemodel', 'language model');
INSERT INTO labels VALUES ('keyword', 'largescalehierarchicalimagedatabase', 'large-scale hierarchical image database');
INSERT INTO labels VALUES ('keyword', 'largescaleimagerecognition', 'large-scale image recognition');
INSERT INTO labels VALUES ('keyword', 'latentdirichletallocation', 'latent dirichlet allocation');
INSERT INTO labels VALUES ('keyword', 'learningrepresentation', 'learning representation');
INSERT INTO labels VALUES ('keyword', 'let', 'let');
INSERT INTO labels VALUES ('keyword', 'lineardecisionsurface', 'linear decision surface');
INSERT INTO labels VALUES ('keyword', 'linkstructure', 'link structure');
INSERT INTO labels VALUES ('keyword', 'localisation', 'localisation');
INSERT INTO labels VALUES ('keyword', 'margin', 'margin');
INSERT INTO labels VALUES ('keyword', 'markovchain', 'markov chain');
INSERT INTO labels VALUES ('keyword', 'memorycell', 'memory cell');
INSERT INTO labels VALUES ('keyword', 'minimaxgame', 'minimax game');
INSERT INTO labels VALUES ('keyword', 'modelsearch', 'model search');
INSERT INTO labels VALUES ('keyword', 'multiplicativegate', 'multiplicative gate');
INSERT INTO labels VALUES ('keyword', 'neuralmachinetranslation', 'neural machine translation');
INSERT INTO labels VALUES ('keyword', 'neuralnetwork', 'neural network');
INSERT INTO labels VALUES ('keyword', 'neuralprobabilisticlanguagemodel', 'neural probabilistic language model');
INSERT INTO labels VALUES ('keyword', 'nineteenweightlayer', 'nineteen weight layer');
INSERT INTO labels VALUES ('keyword', 'optimum', 'optimum');
INSERT INTO labels VALUES ('keyword', 'overfitting', 'overfitting');
INSERT INTO labels VALUES ('keyword', 'pagerankcitationranking', 'pagerank citation ranking');
INSERT INTO labels VALUES ('keyword', 'parameteroptimization', 'parameter optimization');
INSERT INTO labels VALUES ('keyword', 'policy', 'policy');
INSERT INTO labels VALUES ('keyword', 'probabilisticrelevance', 'probabilistic relevance');
INSERT INTO labels VALUES ('keyword', 'probabilisticrelevanceframework', 'probabilistic relevance framework');
INSERT INTO labels VALUES ('keyword', 'professionaltester', 'professional tester');
INSERT INTO labels VALUES ('keyword', 'random', 'random');
INSERT INTO labels VALUES ('keyword', 'randomfeature', 'random feature');
INSERT INTO labels VALUES ('keyword', 'randomforest', 'random forest');
INSERT INTO labels VALUES ('keyword', 'randomsample', 'random sample');
INSERT INTO labels VALUES ('keyword', 'randomsurfer', 'random surfer');
INSERT INTO labels VALUES ('keyword', 'rectifiedlinearunit', 'rectified linear unit');
INSERT INTO labels VALUES ('keyword', 'recurrentnetworksvanish', 'recurrent networks vanish');
INSERT INTO labels VALUES ('keyword', 'relevanceframework', 'relevance framework');
INSERT INTO labels VALUES ('keyword', 'review', 'review');
INSERT INTO labels VALUES ('keyword', 'sequence', 'sequence');
INSERT INTO labels VALUES ('keyword', 'sequencelearning', 'sequence learning');
INSERT INTO labels VALUES ('keyword', 'shorttermmemory', 'short-term memory');
INSERT INTO labels VALUES ('keyword', 'sourcesentence', 'source sentence');
INSERT INTO labels VALUES ('keyword', 'sourceword', 'source word');
INSERT INTO labels VALUES ('keyword', 'split', 'split');
INSERT INTO labels VALUES ('keyword', 'supportvectornetwork', 'support-vector network');
INSERT INTO labels VALUES ('keyword', 'synset', 'synset');
INSERT INTO labels VALUES ('keyword', 'targetnetwork', 'target network');
INSERT INTO labels VALUES ('keyword', 'targetsentence', 'target sentence');
INSERT INTO labels VALUES ('keyword', 'targetwordremove', 'target word remove');
INSERT INTO labels VALUES ('keyword', 'taskdomain', 'task domain');
INSERT INTO labels VALUES ('keyword', 'threelevelhierarchicalbayesianmodel', 'three-level hierarchical bayesian model');
INSERT INTO labels VALUES ('keyword', 'topics', 'topics');
INSERT INTO labels VALUES ('keyword', 'trainingsentenceinform', 'training sentence inform');
INSERT INTO labels VALUES ('keyword', 'trainssystem', 'trains system');
INSERT INTO labels VALUES ('keyword', 'translation', 'translation');
INSERT INTO labels VALUES ('keyword', 'tree', 'tree');
INSERT INTO labels VALUES ('keyword', 'unthinnednetwork', 'unthinned network');
INSERT INTO labels VALUES ('keyword', 'vote', 'vote');
INSERT INTO labels VALUES ('keyword', 'webpage', 'web page');
INSERT INTO labels VALUES ('keyword', 'weightsapproximate', 'weights approximate');
INSERT INTO labels VALUES ('keyword', 'width', 'width');
INSERT INTO labels VALUES ('keyword', 'wordnet', 'wordnet');
INSERT INTO labels VALUES ('keyword', 'write', 'write');
INSERT INTO labels VALUES ('author', 'aaron courville', 'Aaron Courville');
INSERT INTO labels VALUES ('author', 'alex graves', 'Alex Graves');
INSERT INTO labels VALUES ('author', 'alex krizhevsky', 'Alex Krizhevsky');
INSERT INTO labels VALUES ('author', 'amir sadik', 'Amir Sadik');
INSERT INTO labels VALUES ('author', 'andreas k fidjeland', 'Andreas K. Fidjeland');
INSERT INTO labels VALUES ('author', 'andrei a rusu', 'Andrei A. Rusu');
INSERT INTO labels VALUES ('author', 'andrew rabinovich', 'Andrew Rabinovich');
INSERT INTO labels VALUES ('author', 'andrew y ng', 'Andrew Y. Ng');
INSERT INTO labels VALUES ('author', 'andrew zisserman', 'Andrew Zisserman');
INSERT INTO labels VALUES ('author', 'bing xu', 'Bing Xu');
INSERT INTO labels VALUES ('author', 'charles beattie', 'Charles Beattie');
INSERT INTO labels VALUES ('author', 'christian jauvin', 'Christian Jauvin');
INSERT INTO labels VALUES ('author', 'christian szegedy', 'Christian Szegedy');
INSERT INTO labels VALUES ('author', 'corinna cortes', 'Corinna Cortes');
INSERT INTO labels VALUES ('author', 'daan wierstra', 'Daan Wierstra');
INSERT INTO labels VALUES ('author', 'david e rumelhart', 'David E. Rumelhart');
INSERT INTO labels VALUES ('author', 'david m blei', 'David M. Blei');
INSERT INTO labels VALUES ('author', 'david silver', 'David Silver');
INSERT INTO labels VALUES ('author', 'david warde farley', 'David Warde-Farley');
INSERT INTO labels VALUES ('author', 'demis hassabis', 'Demis Hassabis');
INSERT INTO labels VALUES ('author', 'dharshan kumaran', 'Dharshan Kumaran');
INSERT INTO labels VALUES ('author', 'dragomir anguelov', 'Dragomir Anguelov');
INSERT INTO labels VALUES ('author', 'dumitru erhan', 'Dumitru Erhan');
INSERT INTO labels VALUES ('author', 'dzmitry bahdanau', 'Dzmitry Bahdanau');
INSERT INTO labels VALUES ('author', 'geoffrey e hinton', 'Geoffrey E. Hinton');
INSERT INTO labels VALUES ('author', 'georg ostrovski', 'Georg Ostrovski');
INSERT INTO labels VALUES ('author', 'helen king', 'Helen King');
INSERT INTO labels VALUES ('author', 'hugo zaragoza', 'Hugo Zaragoza');
INSERT INTO labels VALUES ('author', 'ian j goodfellow', 'Ian J. Goodfellow');
INSERT INTO labels VALUES ('author', 'ilya sutskever', 'Ilya Sutskever');
INSERT INTO labels VALUES ('author', 'ioannis antonoglou', 'Ioannis Antonoglou');
INSERT INTO labels VALUES ('author', 'jean pouget abadie', 'Jean Pouget-Abadie');
INSERT INTO labels VALUES ('author', 'jia deng', 'Jia Deng');
INSERT INTO labels VALUES ('author', 'joel veness', 'Joel Veness');
INSERT INTO labels VALUES ('author', 'jurgen schmidhuber', 'Jürgen Schmidhuber');
INSERT INTO labels VALUES ('author', 'kai li', 'Kai Li');
INSERT INTO labels VALUES ('author', 'karen simonyan', 'Karen Simonyan');
INSERT INTO labels VALUES ('author', 'koray kavukcuoglu', 'Koray Kavukcuoglu');
INSERT INTO labels VALUES ('author', 'kyunghyun cho', 'Kyunghyun Cho');
INSERT INTO labels VALUES ('author', 'lawrence page', 'Lawrence Page');
INSERT INTO labels VALUES ('author', 'leo breiman', 'Leo Breiman');
INSERT INTO labels VALUES ('author', 'leon bottou', 'Léon Bottou');
INSERT INTO labels VALUES ('author', 'li fei fei', 'Li Fei-Fei');
INSERT INTO labels VALUES ('author', 'li jia li', 'Li-Jia Li');
INSERT INTO labels VALUES ('author', 'marc g bellemare', 'Marc G. Bellemare');
INSERT INTO labels VALUES ('author', 'martin riedmiller', 'Martin Riedmiller');
INSERT INTO labels VALUES ('author', 'mehdi mirza', 'Mehdi Mirza');
INSERT INTO labels VALUES ('author', 'michael i jordan', 'Michael I. Jordan');
INSERT INTO labels VALUES ('author', 'nitish srivastava', 'Nitish Srivastava');
INSERT INTO labels VALUES ('author', 'oriol vinyals', 'Oriol Vinyals');
INSERT INTO labels VALUES ('author', 'pascal vincent', 'Pascal Vincent');
INSERT INTO labels VALUES ('author', 'patrick haffner', 'Patrick Haffner');
INSERT INTO labels VALUES ('author', 'pierre sermanet', 'Pierre Sermanet');
INSERT INTO labels VALUES ('author', 'quoc v le', 'Quoc V. Le');
INSERT INTO labels VALUES ('author', 'rajeev motwani', 'Rajeev Motwani');
INSERT INTO labels VALUES ('author', 'rejean ducharme', 'Réjean Ducharme');
INSERT INTO labels VALUES ('author', 'richard socher', 'Richard Socher');
INSERT INTO labels VALUES ('author', 'ronald j williams', 'Ronald J. Williams');
INSERT INTO labels VALUES ('author', 'ruslan salakhutdinov', 'Ruslan Salakhutdinov');
INSERT INTO labels VALUES ('author', 'scott reed', 'Scott Reed');
INSERT INTO labels VALUES ('author', 'sepp hochreiter', 'Sepp Hochreiter');
INSERT INTO labels VALUES ('author', 'sergey brin', 'Sergey Brin');
INSERT INTO labels VALUES ('author', 'shane legg', 'Shane Legg');
INSERT INTO labels VALUES ('author', 'sherjil ozair', 'Sherjil Ozair');
INSERT INTO labels VALUES ('author', 'stephen robertson', 'Stephen Robertson');
INSERT INTO labels VALUES ('author', 'stig petersen', 'Stig Petersen');
INSERT INTO labels VALUES ('author', 'terry winograd', 'Terry Winograd');
INSERT INTO labels VALUES ('author', 'vincent vanhoucke', 'Vincent Vanhoucke');
INSERT INTO labels VALUES ('author', 'vladimir vapnik', 'Vladimir Vapnik');
INSERT INTO labels VALUES ('author', 'volodymyr mnih', 'Volodymyr Mnih');
INSERT INTO labels VALUES ('author', 'wei dong', 'Wei Dong');
INSERT INTO labels VALUES ('author', 'wei liu', 'Wei Liu');
INSERT INTO labels VALUES ('author', 'yangqing jia', 'Yangqing Jia');
INSERT INTO labels VALUES ('author', 'yann lecun', 'Yann LeCun');
INSERT INTO labels VALUES ('author', 'yoshua bengio', 'Yoshua Bengio');
INSERT INTO labels VALUES ('venue', 'cvpr', 'CVPR');
INSERT INTO labels VALUES ('venue', 'iclr', 'ICLR');
INSERT INTO labels VALUES ('venue', 'irj', 'Information Retrieval Journal');
INSERT INTO labels VALUES ('venue', 'jmlr', 'JMLR');
INSERT INTO labels VALUES ('venue', 'machine-learning', 'Machine Learning');
INSERT INTO labels VALUES ('venue', 'nature', 'Nature');
INSERT INTO labels VALUES ('venue', 'neural-computation', 'Neural Computation');
INSERT INTO labels VALUES ('venue', 'neurips', 'NeurIPS');
INSERT INTO labels VALUES ('venue', 'proc-ieee', 'Proceedings of the IEEE');
INSERT INTO labels VALUES ('venue', 'stanford-infolab', 'Stanford InfoLab');
INSERT INTO labels VALUES ('keyword', 'absolutescore', 'absolute score');
INSERT INTO labels VALUES ('keyword', 'activity', 'activity');
INSERT INTO labels VALUES ('keyword', 'adam', 'adam');
INSERT INTO labels VALUES ('keyword', 'add', 'add');
INSERT INTO labels VALUES ('keyword', 'annotatedimage', 'annotated image');
INSERT INTO labels VALUES ('keyword', 'approximateposteriorcheap', 'approximate posterior cheap');
INSERT INTO labels VALUES ('keyword', 'batch', 'batch');
INSERT INTO labels VALUES ('keyword', 'batchnormalizationnormalize', 'batch normalization normalize');
INSERT INTO labels VALUES ('keyword', 'bias', 'bias');
INSERT INTO labels VALUES ('keyword', 'binarizingpath', 'binarizing path');
INSERT INTO labels VALUES ('keyword', 'biomedicalimagesegmentationcontract', 'biomedical image segmentation contract');
INSERT INTO labels VALUES ('keyword', 'cameraray', 'camera ray');
INSERT INTO labels VALUES ('keyword', 'celltracking', 'cell tracking');
INSERT INTO labels VALUES ('keyword', 'citationnetwork', 'citation network');
INSERT INTO labels VALUES ('keyword', 'clippedobjective', 'clipped objective');
INSERT INTO labels VALUES ('keyword', 'commercialspeechrecognitionsystem', 'commercial speech recognition system');
INSERT INTO labels VALUES ('keyword', 'compactmodel', 'compact model');
INSERT INTO labels VALUES ('keyword', 'connectednetwork', 'connected network');
INSERT INTO labels VALUES ('keyword', 'constituencyparsing', 'constituency parsing');
INSERT INTO labels VALUES ('keyword', 'continuousposterior', 'continuous posterior');
INSERT INTO labels VALUES ('keyword', 'convolutionalcell', 'convolutional cell');
INSERT INTO labels VALUES ('keyword', 'convolutionalnetworksrecogniseobject', 'convolutional networks recognise object');
INSERT INTO labels VALUES ('keyword', 'correct', 'correct');
INSERT INTO labels VALUES ('keyword', 'corruptedgraph', 'corrupted graph');
INSERT INTO labels VALUES ('keyword', 'decay', 'decay');
INSERT INTO labels VALUES ('keyword', 'deepgraphinfomax', 'deep graph infomax');
INSERT INTO labels VALUES ('keyword', 'diagonalrescaling', 'diagonal rescaling');
INSERT INTO labels VALUES ('keyword', 'differentiablearchitecturesearch', 'differentiable architecture search');
INSERT INTO labels VALUES ('keyword', 'directedlatentvariablemodel', 'directed latent variable model');
INSERT INTO labels VALUES ('keyword', 'discretechoice', 'discrete choice');
INSERT INTO labels VALUES ('keyword', 'dropoutunnecessary', 'dropout unnecessary');
INSERT INTO labels VALUES ('keyword', 'elasticdeformationslet', 'elastic deformations let');
INSERT INTO labels VALUES ('keyword', 'ensemble', 'ensemble');
INSERT INTO labels VALUES ('keyword', 'exceedsaveragehumanperformance', 'exceeds average human performance');
INSERT INTO labels VALUES ('keyword', 'expand', 'expand');
INSERT INTO labels VALUES ('keyword', 'explorationbonus', 'exploration bonus');
INSERT INTO labels VALUES ('keyword', 'extrinsicreward', 'extrinsic reward');
INSERT INTO labels VALUES ('keyword', 'familiarstate', 'familiar state');
INSERT INTO labels VALUES ('keyword', 'featuremap', 'feature map');
INSERT INTO labels VALUES ('keyword', 'frechetinceptiondistance', 'frechet inception distance');
INSERT INTO labels VALUES ('keyword', 'gate', 'gate');
INSERT INTO labels VALUES ('keyword', 'generative', 'generative');
INSERT INTO labels VALUES ('keyword', 'gluecollect', 'glue collect');
INSERT INTO labels VALUES ('keyword', 'gradient', 'gradient');
INSERT INTO labels VALUES ('keyword', 'gradientdescent', 'gradient descent');
INSERT INTO labels VALUES ('keyword', 'graphclassificationbenchmark', 'graph classification benchmark');
INSERT INTO labels VALUES ('keyword', 'graphconvolutionalencoder', 'graph convolutional encoder');
INSERT INTO labels VALUES ('keyword', 'graphisomorphismnetwork', 'graph isomorphism network');
INSERT INTO labels VALUES ('keyword', 'graphneuralnetworksaggregate', 'graph neural networks aggregate');
INSERT INTO labels VALUES ('keyword', 'happen', 'happen');
INSERT INTO labels VALUES ('keyword', 'harm', 'harm');
INSERT INTO labels VALUES ('keyword', 'hidden', 'hidden');
INSERT INTO labels VALUES ('keyword', 'hierarchicalsampling', 'hierarchical sampling');
INSERT INTO labels VALUES ('keyword', 'humansdecide', 'humans decide');
INSERT INTO labels VALUES ('keyword', 'imageclassification', 'image classification');
INSERT INTO labels VALUES ('keyword', 'imagenetdecide', 'imagenet decide');
INSERT INTO labels VALUES ('keyword', 'imagenetshift', 'imagenet shift');
INSERT INTO labels VALUES ('keyword', 'inceptionscore', 'inception score');
INSERT INTO labels VALUES ('keyword', 'inductivebias', 'inductive bias');
INSERT INTO labels VALUES ('keyword', 'inferencenetwork', 'inference network');
INSERT INTO labels VALUES ('keyword', 'initialization', 'initialization');
INSERT INTO labels VALUES ('keyword', 'initializationmatter', 'initialization matter');
INSERT INTO labels VALUES ('keyword', 'initializednetwork', 'initialized network');
INSERT INTO labels VALUES ('keyword', 'injectiveaggregatorreach', 'injective aggregator reach');
INSERT INTO labels VALUES ('keyword', 'iterativemagnitudepruning', 'iterative magnitude pruning');
INSERT INTO labels VALUES ('keyword', 'l2regularization', 'l2 regularization');
INSERT INTO labels VALUES ('keyword', 'latentnoise', 'latent noise');
INSERT INTO labels VALUES ('keyword', 'layernormalizationstabilize', 'layer normalization stabilize');
INSERT INTO labels VALUES ('keyword', 'learningrate', 'learning rate');
INSERT INTO labels VALUES ('keyword', 'localpatchrepresentation', 'local patch representation');
INSERT INTO labels VALUES ('keyword', 'machinetranslationtask', 'machine translation task');
INSERT INTO labels VALUES ('keyword', 'masterforgetgate', 'master forget gate');
INSERT INTO labels VALUES ('keyword', 'maxaggregation', 'max aggregation');
INSERT INTO labels VALUES ('keyword', 'memory', 'memory');
INSERT INTO labels VALUES ('keyword', 'memorycost', 'memory cost');
INSERT INTO labels VALUES ('keyword', 'metalearning', 'meta-learning');
INSERT INTO labels VALUES ('keyword', 'minibatch', 'mini-batch');
INSERT INTO labels VALUES ('keyword', 'minibatchupdatessafe', 'mini-batch updates safe');
INSERT INTO labels VALUES ('keyword', 'montezumasrevenge', 'montezuma''s revenge');
INSERT INTO labels VALUES ('keyword', 'mutualinformation', 'mutual information');
INSERT INTO labels VALUES ('keyword', 'neighbouringnode', 'neighbouring node');
INSERT INTO labels VALUES ('keyword', 'networkarchitecture', 'network architecture');
INSERT INTO labels VALUES ('keyword', 'neuron', 'neuron');
INSERT INTO labels VALUES ('keyword', 'noderepresentation', 'node representation');
INSERT INTO labels VALUES ('keyword', 'noise', 'noise');
INSERT INTO labels VALUES ('keyword', 'normalizing', 'normalizing');
INSERT INTO labels VALUES ('keyword', 'objectdetection', 'object detection');
INSERT INTO labels VALUES ('keyword', 'orderedneuronslstm', 'ordered neurons lstm');
INSERT INTO labels VALUES ('keyword', 'ordering', 'ordering');
INSERT INTO labels VALUES ('keyword', 'ordinarystochasticgradient', 'ordinary stochastic gradient');
INSERT INTO labels VALUES ('keyword', 'orthogonalregularization', 'orthogonal regularization');
INSERT INTO labels VALUES ('keyword', 'overparameterizednetwork', 'over-parameterized network');
INSERT INTO labels VALUES ('keyword', 'plainstochasticgradientdescent', 'plain stochastic gradient descent');
INSERT INTO labels VALUES ('keyword', 'policygradient', 'policy gradient');
INSERT INTO labels VALUES ('keyword', 'position', 'position');
INSERT INTO labels VALUES ('keyword', 'positionalencoding', 'positional encoding');
INSERT INTO labels VALUES ('keyword', 'probabilistictricktrain', 'probabilistic trick train');
INSERT INTO labels VALUES ('keyword', 'probeslinguisticphenomenon', 'probes linguistic phenomenon');
INSERT INTO labels VALUES ('keyword', 'proxytask', 'proxy task');
INSERT INTO labels VALUES ('keyword', 'prunednetwork', 'pruned network');
INSERT INTO labels VALUES ('keyword', 'pruning', 'pruning');
INSERT INTO labels VALUES ('keyword', 'raising', 'raising');
INSERT INTO labels VALUES ('keyword', 'realtask', 'real task');
INSERT INTO labels VALUES ('keyword', 'recurrence', 'recurrence');
INSERT INTO labels VALUES ('keyword', 'recurrentcell', 'recurrent cell');
INSERT INTO labels VALUES ('keyword', 'recurrentnetwork', 'recurrent network');
INSERT INTO labels VALUES ('keyword', 'regression', 'regression');
INSERT INTO labels VALUES ('keyword', 'regretbound', 'regret bound');
INSERT INTO labels VALUES ('keyword', 'regularizing', 'regularizing');
INSERT INTO labels VALUES ('keyword', 'reinforcementlearning', 'reinforcement learning');
INSERT INTO labels VALUES ('keyword', 'right', 'right');
INSERT INTO labels VALUES ('keyword', 'round', 'round');
INSERT INTO labels VALUES ('keyword', 'runningaverage', 'running average');
INSERT INTO labels VALUES ('keyword', 'saliencycriterion', 'saliency criterion');
INSERT INTO labels VALUES ('keyword', 'sampling', 'sampling');
INSERT INTO labels VALUES ('keyword', 'samplingdata', 'sampling data');
INSERT INTO labels VALUES ('keyword', 'sentence', 'sentence');
INSERT INTO labels VALUES ('keyword', 'sentencepair', 'sentence pair');
INSERT INTO labels VALUES ('keyword', 'sequencetransduction', 'sequence transduction');
INSERT INTO labels VALUES ('keyword', 'shape', 'shape');
INSERT INTO labels VALUES ('keyword', 'simulatedrobot', 'simulated robot');
INSERT INTO labels VALUES ('keyword', 'softenedoutputprobability', 'softened output probability');
INSERT INTO labels VALUES ('keyword', 'softmax', 'softmax');
INSERT INTO labels VALUES ('keyword', 'sparsenetwork', 'sparse network');
INSERT INTO labels VALUES ('keyword', 'square', 'square');
INSERT INTO labels VALUES ('keyword', 'stochasticoptimization', 'stochastic optimization');
INSERT INTO labels VALUES ('keyword', 'stylizedversion', 'stylized version');
INSERT INTO labels VALUES ('keyword', 'subnetworkswinningticket', 'subnetworks winning ticket');
INSERT INTO labels VALUES ('keyword', 'supervisedlearning', 'supervised learning');
INSERT INTO labels VALUES ('keyword', 'surrogateobjective', 'surrogate objective');
INSERT INTO labels VALUES ('keyword', 'survivingweight', 'surviving weight');
INSERT INTO labels VALUES ('keyword', 'tellapart', 'tell apart');
INSERT INTO labels VALUES ('keyword', 'temperature', 'temperature');
INSERT INTO labels VALUES ('keyword', 'texture', 'texture');
INSERT INTO labels VALUES ('keyword', 'thousand', 'thousand');
INSERT INTO labels VALUES ('keyword', 'tied', 'tied');
INSERT INTO labels VALUES ('keyword', 'trainednetwork', 'trained network');
INSERT INTO labels VALUES ('keyword', 'trainednetworksweight', 'trained network''s weight');
INSERT INTO labels VALUES ('keyword', 'trainingdata', 'training data');
INSERT INTO labels VALUES ('keyword', 'trainingthousand', 'training thousand');
INSERT INTO labels VALUES ('keyword', 'trainsfaster', 'trains faster');
INSERT INTO labels VALUES ('keyword', 'transferlearningbeatmodel', 'transfer learning beat model');
INSERT INTO labels VALUES ('keyword', 'trouble', 'trouble');
INSERT INTO labels VALUES ('keyword', 'trustregion', 'trust region');
INSERT INTO labels VALUES ('keyword', 'tuning', 'tuning');
INSERT INTO labels VALUES ('keyword', 'unitsend', 'units end');
INSERT INTO labels VALUES ('keyword', 'viewing', 'viewing');
INSERT INTO labels VALUES ('keyword', 'viewingdirection', 'viewing direction');
INSERT INTO labels VALUES ('keyword', 'volumerendering', 'volume rendering');
INSERT INTO labels VALUES ('keyword', 'weightdecay', 'weight decay');
INSERT INTO labels VALUES ('keyword', 'weisfeilerlehmanisomorphism', 'weisfeiler-lehman isomorphism');
INSERT INTO labels VALUES ('keyword', 'wronganswer', 'wrong answer');
INSERT INTO labels VALUES ('venue', 'eccv', 'ECCV');
INSERT INTO labels VALUES ('venue', 'icml', 'ICML');
INSERT INTO labels VALUES ('venue', 'miccai', 'MICCAI');
INSERT INTO labels VALUES ('venue', 'neurips-workshop', 'NeurIPS Workshop');
INSERT INTO labels VALUES ('keyword', 'program', 'program');
INSERT INTO labels VALUES ('keyword', 'written', 'written');
INSERT INTO labels VALUES ('author', 'ada writer', 'Ada Writer');
INSERT INTO labels VALUES ('author', 'ada writer1', 'Ada Writer1');
INSERT INTO labels VALUES ('author', 'ada writer2', 'Ada Writer2');
INSERT INTO leadership VALUES ('reindex', 'host@1:1:0badcafe', 1796046254188799, 4);
INSERT INTO match_keys VALUES (682247417811, 3);
INSERT INTO match_keys VALUES (3558608575086, 14);
INSERT INTO match_keys VALUES (3900484109134, 11);
INSERT INTO match_keys VALUES (4016167443332, 15);
INSERT INTO match_keys VALUES (6121149904966, 6);
INSERT INTO match_keys VALUES (6443842408817, 16);
INSERT INTO match_keys VALUES (6776311677499, 11);
INSERT INTO match_keys VALUES (8553809774738, 16);
INSERT INTO match_keys VALUES (9032334400901, 10);
INSERT INTO match_keys VALUES (9222433932004, 14);
INSERT INTO match_keys VALUES (10053216710317, 13);
INSERT INTO match_keys VALUES (14833824505284, 18);
INSERT INTO match_keys VALUES (15155332823929, 16);
INSERT INTO match_keys VALUES (16625000959236, 9);
INSERT INTO match_keys VALUES (17549359061157, 4);
INSERT INTO match_keys VALUES (18020068312105, 17);
INSERT INTO match_keys VALUES (18394827614501, 5);
INSERT INTO match_keys VALUES (19468070910799, 2);
INSERT INTO match_keys VALUES (20086295214723, 12);
INSERT INTO match_keys VALUES (22250770205664, 6);
INSERT INTO match_keys VALUES (22275219108581, 2);
INSERT INTO match_keys VALUES (22730781497271, 3);
INSERT INTO match_keys VALUES (23090929573639, 5);
INSERT INTO match_keys VALUES (24843434127364, 17);
INSERT INTO match_keys VALUES (26571082320036, 3);
INSERT INTO match_keys VALUES (27170057026756, 15);
INSERT INTO match_keys VALUES (29215094587319, 5);
INSERT INTO match_keys VALUES (29659104645078, 16);
INSERT INTO match_keys VALUES (29770160782965, 17);
INSERT INTO match_keys VALUES (31300442673910, 4);
INSERT INTO match_keys VALUES (31538026720219, 2);
INSERT INTO match_keys VALUES (32418399393442, 4);
INSERT INTO match_keys VALUES (32871446073740, 13);
INSERT INTO match_keys VALUES (36268437765271, 12);
INSERT INTO match_keys VALUES (36719031771809, 18);
INSERT INTO match_keys VALUES (36777436624445, 1);
INSERT INTO match_keys VALUES (37210323356459, 6);
INSERT INTO match_keys VALUES (37384847611567, 18);
INSERT INTO match_keys VALUES (37767406925559, 16);
INSERT INTO match_keys VALUES (37990265837254, 7);
INSERT INTO match_keys VALUES (38938285985601, 12);
INSERT INTO match_keys VALUES (39367670446629, 11);
INSERT INTO match_keys VALUES (39570965214486, 3);
INSERT INTO match_keys VALUES (39633818584211, 6);
INSERT INTO match_keys VALUES (39713401787816, 4);
INSERT INTO match_keys VALUES (39964839408149, 18);
INSERT INTO match_keys VALUES (40374729998263, 3);
INSERT INTO match_keys VALUES (44365396734529, 12);
INSERT INTO match_keys VALUES (45905774672588, 7);
INSERT INTO match_keys VALUES (46154841642326, 14);
INSERT INTO match_keys VALUES (46775255483679, 6);
INSERT INTO match_keys VALUES (49834338214022, 16);
INSERT INTO match_keys VALUES (50835376632194, 4);
INSERT INTO match_keys VALUES (51341766612141, 13);
INSERT INTO match_keys VALUES (52436400480696, 12);
INSERT INTO match_keys VALUES (54267950416964, 14);
INSERT INTO match_keys VALUES (54924290636132, 5);
INSERT INTO match_keys VALUES (55861146197039, 15);
INSERT INTO match_keys VALUES (55998704316431, 11);
INSERT INTO match_keys VALUES (58772524190476, 15);
INSERT INTO match_keys VALUES (59111820405584, 16);
INSERT INTO match_keys VALUES (59652396776622, 3);
INSERT INTO match_keys VALUES (59975809878547, 9);
INSERT INTO match_keys VALUES (63517401430620, 1);
INSERT INTO match_keys VALUES (63613708911778, 4);
INSERT INTO match_keys VALUES (63691485277731, 16);
INSERT INTO match_keys VALUES (64881770851921, 12);
INSERT INTO match_keys VALUES (64976520952798, 17);
INSERT INTO match_keys VALUES (65528119698290, 12);
INSERT INTO match_keys VALUES (65736025713271, 8);
INSERT INTO match_keys VALUES (66270292799626, 5);
INSERT INTO match_keys VALUES (66814271123728, 2);
INSERT INTO match_keys VALUES (67162215182727, 11);
INSERT INTO match_keys VALUES (70252813771418, 15);
INSERT INTO match_keys VALUES (70860420035031, 6);
INSERT INTO match_keys VALUES (72448986004283, 7);
INSERT INTO match_keys VALUES (73945844778136, 16);
INSERT INTO match_keys VALUES (74179562489727, 2);
INSERT INTO match_keys VALUES (74458452290675, 6);
INSERT INTO match_keys VALUES (75901761147012, 15);
INSERT INTO match_keys VALUES (76256318948605, 3);
INSERT INTO match_keys VALUES (80419481156502, 1);
INSERT INTO match_keys VALUES (81033032253475, 1);
INSERT INTO match_keys VALUES (81696277185768, 18);
INSERT INTO match_keys VALUES (83138665166019, 12);
INSERT INTO match_keys VALUES (84487567606705, 14);
INSERT INTO match_keys VALUES (85174111735144, 13);
INSERT INTO match_keys VALUES (87239338626745, 10);
INSERT INTO match_keys VALUES (88155999043828, 11);
INSERT INTO match_keys VALUES (90652421557512, 9);
INSERT INTO match_keys VALUES (95145959544972, 8);
INSERT INTO match_keys VALUES (95196895058972, 8);
INSERT INTO match_keys VALUES (96610045058794, 18);
INSERT INTO match_keys VALUES (97844647835475, 17);
INSERT INTO match_keys VALUES (98250694675376, 16);
INSERT INTO match_keys VALUES (100484874211985, 10);
INSERT INTO match_keys VALUES (101623551692709, 11);
INSERT INTO match_keys VALUES (101815311225375, 13);
INSERT INTO match_keys VALUES (101922430360580, 9);
INSERT INTO match_keys VALUES (102911287157454, 8);
INSERT INTO match_keys VALUES (104583426891806, 13);
INSERT INTO match_keys VALUES (104956824896087, 11);
INSERT INTO match_keys VALUES (104974052743931, 11);
INSERT INTO match_keys VALUES (106672968267584, 16);
INSERT INTO match_keys VALUES (109060859114485, 5);
INSERT INTO match_keys VALUES (109470481894910, 9);
INSERT INTO match_keys VALUES (111126759636942, 1);
INSERT INTO match_keys VALUES (113650335686070, 13);
INSERT INTO match_keys VALUES (114572597968018, 15);
INSERT INTO match_keys VALUES (114886546022712, 18);
INSERT INTO match_keys VALUES (116433758384883, 7);
INSERT INTO match_keys VALUES (116958860053958, 6);
INSERT INTO match_keys VALUES (117200503863844, 15);
INSERT INTO match_keys VALUES (117769835625464, 13);
INSERT INTO match_keys VALUES (124047747574227, 14);
INSERT INTO match_keys VALUES (125250423410923, 16);
INSERT INTO match_keys VALUES (126626487086527, 1);
INSERT INTO match_keys VALUES (126670719789639, 13);
INSERT INTO match_keys VALUES (127375311912215, 9);
INSERT INTO match_keys VALUES (128413231061636, 4);
INSERT INTO match_keys VALUES (129561489918143, 6);
INSERT INTO match_keys VALUES (129895396597745, 14);
INSERT INTO match_keys VALUES (130654120080726, 9);
INSERT INTO match_keys VALUES (131664984513872, 3);
INSERT INTO match_keys VALUES (132784657238269, 6);
INSERT INTO match_keys VALUES (133486772162700, 1);
INSERT INTO match_keys VALUES (137480803240806, 7);
INSERT INTO match_keys VALUES (137720185574304, 12);
INSERT INTO match_keys VALUES (138149395564206, 18);
INSERT INTO match_keys VALUES (138158163129566, 9);
INSERT INTO match_keys VALUES (139209830359472, 1);
INSERT INTO match_keys VALUES (139262684795005, 12);
INSERT INTO match_keys VALUES (140660693861399, 13);
INSERT INTO match_keys VALUES (141171945291266, 9);
INSERT INTO match_keys VALUES (141313939566111, 9);
INSERT INTO match_keys VALUES (142296043505972, 10);
INSERT INTO match_keys VALUES (144131176656310, 2);
INSERT INTO match_keys VALUES (144508947492089, 14);
INSERT INTO match_keys VALUES (145663586210117, 3);
INSERT INTO match_keys VALUES (146039286520239, 7);
INSERT INTO match_keys VALUES (146156753709655, 13);
INSERT INTO match_keys VALUES (146871298386738, 1);
INSERT INTO match_keys VALUES (148337400426431, 10);
INSERT INTO match_keys VALUES (148436129824415, 17);
INSERT INTO match_keys VALUES (148923171552798, 2);
INSERT INTO match_keys VALUES (149043292827196, 5);
INSERT INTO match_keys VALUES (150690775595743, 2);
INSERT INTO match_keys VALUES (150723943496152, 9);
INSERT INTO match_keys VALUES (151641999157888, 17);
INSERT INTO match_keys VALUES (153183695495384, 18);
INSERT INTO match_keys VALUES (153490719691453, 13);
INSERT INTO match_keys VALUES (153780797957002, 10);
INSERT INTO match_keys VALUES (154257516359162, 3);
INSERT INTO match_keys VALUES (154818114271538, 8);
INSERT INTO match_keys VALUES (155033722808164, 3);
INSERT INTO match_keys VALUES (155504762130204, 9);
INSERT INTO match_keys VALUES (155550475337048, 10);
INSERT INTO match_keys VALUES (156009793621430, 5);
INSERT INTO match_keys VALUES (156398418985450, 14);
INSERT INTO match_keys VALUES (156767916592587, 18);
INSERT INTO match_keys VALUES (156819587149309, 11);
INSERT INTO match_keys VALUES (156929358196820, 5);
INSERT INTO match_keys VALUES (157202245370767, 7);
INSERT INTO match_keys VALUES (158186479141502, 11);
INSERT INTO match_keys VALUES (162459768371587, 5);
INSERT INTO match_keys VALUES (162909660856832, 1);
INSERT INTO match_keys VALUES (163034585124368, 15);
INSERT INTO match_keys VALUES (163306963027596, 13);
INSERT INTO match_keys VALUES (164755813968323, 12);
INSERT INTO match_keys VALUES (165155891447718, 17);
INSERT INTO match_keys VALUES (167006584926649, 10);
INSERT INTO match_keys VALUES (167698443672629, 16);
INSERT INTO match_keys VALUES (168212791869934, 1);
INSERT INTO match_keys VALUES (168643732119900, 10);
INSERT INTO match_keys VALUES (169400977476521, 17);
INSERT INTO match_keys VALUES (171167919691533, 9);
INSERT INTO match_keys VALUES (171298951890112, 15);
INSERT INTO match_keys VALUES (171496044299515, 10);
INSERT INTO match_keys VALUES (172848120543373, 18);
INSERT INTO match_keys VALUES (174383181312365, 2);
INSERT INTO match_keys VALUES (176644433430548, 10);
INSERT INTO match_keys VALUES (177452989595841, 4);
INSERT INTO match_keys VALUES (178625540041003, 10);
INSERT INTO match_keys VALUES (180207613338387, 8);
INSERT INTO match_keys VALUES (182406536366378, 7);
INSERT INTO match_keys VALUES (182915999174313, 9);
INSERT INTO match_keys VALUES (184532315999793, 1);
INSERT INTO match_keys VALUES (187653982917853, 8);
INSERT INTO match_keys VALUES (188434619368581, 2);
INSERT INTO match_keys VALUES (190154258389620, 17);
INSERT INTO match_keys VALUES (190884606580330, 2);
INSERT INTO match_keys VALUES (190931550145611, 1);
INSERT INTO match_keys VALUES (194057510941309, 6);
INSERT INTO match_keys VALUES (195298013739089, 14);
INSERT INTO match_keys VALUES (195327881988740, 4);
INSERT INTO match_keys VALUES (196011836727904, 8);
INSERT INTO match_keys VALUES (196462138237230, 2);
INSERT INTO match_keys VALUES (196930295704491, 17);
INSERT INTO match_keys VALUES (199253085399134, 2);
INSERT INTO match_keys VALUES (199855090696471, 4);
INSERT INTO match_keys VALUES (200411050595659, 12);
INSERT INTO match_keys VALUES (202522274842492, 3);
INSERT INTO match_keys VALUES (204716076050831, 12);
INSERT INTO match_keys VALUES (205626331330551, 17);
INSERT INTO match_keys VALUES (206027043346052, 8);
INSERT INTO match_keys VALUES (207205311122128, 18);
INSERT INTO match_keys VALUES (207669854957230, 15);
INSERT INTO match_keys VALUES (207783118904538, 7);
INSERT INTO match_keys VALUES (208038742083309, 1);
INSERT INTO match_keys VALUES (209613706817990, 18);
INSERT INTO match_keys VALUES (212881672159911, 17);
INSERT INTO match_keys VALUES (215503038278849, 12);
INSERT INTO match_keys VALUES (215786800513854, 14);
INSERT INTO match_keys VALUES (216307787267825, 2);
INSERT INTO match_keys VALUES (217099273277192, 11);
INSERT INTO match_keys VALUES (217174481829955, 8);
INSERT INTO match_keys VALUES (217673855704993, 11);
INSERT INTO match_keys VALUES (221209380488881, 7);
INSERT INTO match_keys VALUES (223845246478299, 3);
INSERT INTO match_keys VALUES (224931798519588, 14);
INSERT INTO match_keys VALUES (225872247290402, 15);
INSERT INTO match_keys VALUES (226687064317509, 6);
INSERT INTO match_keys VALUES (226794373444632, 3);
INSERT INTO match_keys VALUES (230772929164630, 13);
INSERT INTO match_keys VALUES (231512291339041, 12);
INSERT INTO match_keys VALUES (231684248327964, 10);
INSERT INTO match_keys VALUES (231870825587658, 8);
INSERT INTO match_keys VALUES (234197348626194, 7);
INSERT INTO match_keys VALUES (234899662259618, 5);
INSERT INTO match_keys VALUES (238610800413612, 18);
INSERT INTO match_keys VALUES (240887211385032, 8);
INSERT INTO match_keys VALUES (241309062168127, 1);
INSERT INTO match_keys VALUES (242005731315232, 13);
INSERT INTO match_keys VALUES (243846317910610, 6);
INSERT INTO match_keys VALUES (247583571407910, 4);
INSERT INTO match_keys VALUES (248180703389591, 10);
INSERT INTO match_keys VALUES (250282769334719, 2);
INSERT INTO match_keys VALUES (251552594705476, 8);
INSERT INTO match_keys VALUES (251627572552833, 4);
INSERT INTO match_keys VALUES (252224471319865, 6);
INSERT INTO match_keys VALUES (254530110610895, 10);
INSERT INTO match_keys VALUES (254577778285689, 15);
INSERT INTO match_keys VALUES (254664877583947, 6);
INSERT INTO match_keys VALUES (255345528341583, 14);
INSERT INTO match_keys VALUES (256224714233944, 5);
INSERT INTO match_keys VALUES (256867826044198, 3);
INSERT INTO match_keys VALUES (257555654386910, 11);
INSERT INTO match_keys VALUES (258473650736670, 16);
INSERT INTO match_keys VALUES (259135941067452, 4);
INSERT INTO match_keys VALUES (259300617518048, 7);
INSERT INTO match_keys VALUES (259972906372434, 7);
INSERT INTO match_keys VALUES (263458993497116, 15);
INSERT INTO match_keys VALUES (263786535516000, 17);
INSERT INTO match_keys VALUES (265607833491192, 9);
INSERT INTO match_keys VALUES (269251411793895, 8);
INSERT INTO match_keys VALUES (269916352095168, 5);
INSERT INTO match_keys VALUES (270360060409106, 15);
INSERT INTO match_keys VALUES (270768539824892, 14);
INSERT INTO match_keys VALUES (271195627638163, 16);
INSERT INTO match_keys VALUES (271881293851455, 7);
INSERT INTO match_keys VALUES (272453571774169, 4);
INSERT INTO match_keys VALUES (273721419007858, 18);
INSERT INTO match_keys VALUES (275621216772106, 14);
INSERT INTO match_keys VALUES (278256361496052, 5);
INSERT INTO match_keys VALUES (3492932480723, 31);
INSERT INTO match_keys VALUES (4228175541803, 37);
INSERT INTO match_keys VALUES (9505603930111, 23);
INSERT INTO match_keys VALUES (12717474217423, 24);
INSERT INTO match_keys VALUES (15442475438582, 19);
INSERT INTO match_keys VALUES (16163623381540, 33);
INSERT INTO match_keys VALUES (16255966389412, 32);
INSERT INTO match_keys VALUES (17848972950087, 27);
INSERT INTO match_keys VALUES (19080902157890, 27);
INSERT INTO match_keys VALUES (19642940531740, 27);
INSERT INTO match_keys VALUES (21445885586755, 20);
INSERT INTO match_keys VALUES (23445690373660, 32);
INSERT INTO match_keys VALUES (27021608036935, 36);
INSERT INTO match_keys VALUES (28800149363691, 40);
INSERT INTO match_keys VALUES (29008324667424, 25);
INSERT INTO match_keys VALUES (37225712764145, 30);
INSERT INTO match_keys VALUES (39620703600338, 23);
INSERT INTO match_keys VALUES (41918725683551, 33);
INSERT INTO match_keys VALUES (44720551889201, 19);
INSERT INTO match_keys VALUES (48362333040817, 23);
INSERT INTO match_keys VALUES (49792441250662, 37);
INSERT INTO match_keys VALUES (51058737201864, 38);
INSERT INTO match_keys VALUES (52692222241531, 33);
INSERT INTO match_keys VALUES (57609738411002, 19);
INSERT INTO match_keys VALUES (62451355135172, 29);
INSERT INTO match_keys VALUES (63242539112622, 21);
INSERT INTO match_keys VALUES (63879750942698, 39);
INSERT INTO match_keys VALUES (64355936583678, 31);
INSERT INTO match_keys VALUES (68176972189437, 19);
INSERT INTO match_keys VALUES (68539739683810, 39);
INSERT INTO match_keys VALUES (69783878903178, 22);
INSERT INTO match_keys VALUES (71248460528863, 35);
INSERT INTO match_keys VALUES (72170691997528, 24);
INSERT INTO match_keys VALUES (72822617211028, 38);
INSERT INTO match_keys VALUES (74665559896473, 32);
INSERT INTO match_keys VALUES (75008569859216, 21);
INSERT INTO match_keys VALUES (77537406325715, 24);
INSERT INTO match_keys VALUES (78417435269570, 20);
INSERT INTO match_keys VALUES (78695944483943, 25);
INSERT INTO match_keys VALUES (81031498142594, 30);
INSERT INTO match_keys VALUES (82218774085759, 40);
INSERT INTO match_keys VALUES (82245268749675, 29);
INSERT INTO match_keys VALUES (83262378545904, 32);
INSERT INTO match_keys VALUES (84465835351265, 30);
INSERT INTO match_keys VALUES (85521239777949, 25);
INSERT INTO match_keys VALUES (86896737272798, 29);
INSERT INTO match_keys VALUES (89790773296803, 36);
INSERT INTO match_keys VALUES (89963414360362, 28);
INSERT INTO match_keys VALUES (90528719160129, 19);
INSERT INTO match_keys VALUES (90653430868275, 36);
INSERT INTO match_keys VALUES (95161684749433, 22);
INSERT INTO match_keys VALUES (96975567249962, 28);
INSERT INTO match_keys VALUES (98897532134344, 29);
INSERT INTO match_keys VALUES (99974647212923, 28);
INSERT INTO match_keys VALUES (102453944092677, 31);
INSERT INTO match_keys VALUES (105358344689113, 36);
INSERT INTO match_keys VALUES (107542476104033, 28);
INSERT INTO match_keys VALUES (108694881044707, 25);
INSERT INTO match_keys VALUES (114874772354864, 31);
INSERT INTO match_keys VALUES (115823667954030, 21);
INSERT INTO match_keys VALUES (116188349051362, 34);
INSERT INTO match_keys VALUES (116233512953839, 29);
INSERT INTO match_keys VALUES (118039086173389, 31);
INSERT INTO match_keys VALUES (118915263098444, 37);
INSERT INTO match_keys VALUES (120755833393537, 38);
INSERT INTO match_keys VALUES (123955958677427, 38);
INSERT INTO match_keys VALUES (125028560894433, 33);
INSERT INTO match_keys VALUES (126652558016708, 34);
INSERT INTO match_keys VALUES (129415287106230, 26);
INSERT INTO match_keys VALUES (133496548135730, 34);
INSERT INTO match_keys VALUES (133501375226364, 39);
INSERT INTO match_keys VALUES (134197941238123, 39);
INSERT INTO match_keys VALUES (134512053298209, 26);
INSERT INTO match_keys VALUES (137313062769571, 27);
INSERT INTO match_keys VALUES (137873156372359, 29);
INSERT INTO match_keys VALUES (141943159238884, 38);
INSERT INTO match_keys VALUES (143605570882315, 40);
INSERT INTO match_keys VALUES (149816421106259, 34);
INSERT INTO match_keys VALUES (155901276945841, 20);
INSERT INTO match_keys VALUES (159795465863253, 23);
INSERT INTO match_keys VALUES (162906078144272, 36);
INSERT INTO match_keys VALUES (166865935881478, 34);
INSERT INTO match_keys VALUES (167732230494116, 36);
INSERT INTO match_keys VALUES (167805721132242, 30);
INSERT INTO match_keys VALUES (174364243946103, 23);
INSERT INTO match_keys VALUES (174874728844510, 39);
INSERT INTO match_keys VALUES (178014018757430, 22);
INSERT INTO match_keys VALUES (178222410431401, 22);
INSERT INTO match_keys VALUES (179107426212984, 32);
INSERT INTO match_keys VALUES (186527448824682, 25);
INSERT INTO match_keys VALUES (187427995198795, 36);
INSERT INTO match_keys VALUES (193056345482364, 26);
INSERT INTO match_keys VALUES (194677763468449, 31);
INSERT INTO match_keys VALUES (195109107307991, 35);
INSERT INTO match_keys VALUES (199897859258836, 22);
INSERT INTO match_keys VALUES (200299865843509, 40);
INSERT INTO match_keys VALUES (202721791661591, 21);
INSERT INTO match_keys VALUES (203023046083380, 38);
INSERT INTO match_keys VALUES (203528981208186, 37);
INSERT INTO match_keys VALUES (203850945523877, 24);
INSERT INTO match_keys VALUES (204617455878793, 33);
INSERT INTO match_keys VALUES (207768976596706, 40);
INSERT INTO match_keys VALUES (208458015400847, 30);
INSERT INTO match_keys VALUES (209342649171534, 39);
INSERT INTO match_keys VALUES (210093129748244, 21);
INSERT INTO match_keys VALUES (210818995060836, 20);
INSERT INTO match_keys VALUES (210867996206649, 35);
INSERT INTO match_keys VALUES (213729392069807, 26);
INSERT INTO match_keys VALUES (214109129308134, 33);
INSERT INTO match_keys VALUES (216906908437341, 37);
INSERT INTO match_keys VALUES (218220730172491, 35);
INSERT INTO match_keys VALUES (218265259129047, 26);
INSERT INTO match_keys VALUES (224065499096033, 28);
INSERT INTO match_keys VALUES (225721247159456, 25);
INSERT INTO match_keys VALUES (226675470729413, 27);
INSERT INTO match_keys VALUES (227061448442687, 26);
INSERT INTO match_keys VALUES (230979736868771, 27);
INSERT INTO match_keys VALUES (231834286676518, 35);
INSERT INTO match_keys VALUES (242450935499889, 35);
INSERT INTO match_keys VALUES (242479489320250, 20);
INSERT INTO match_keys VALUES (245326881940707, 40);
INSERT INTO match_keys VALUES (254049006435555, 19);
INSERT INTO match_keys VALUES (254484991595170, 28);
INSERT INTO match_keys VALUES (262256566478762, 21);
INSERT INTO match_keys VALUES (266518393506466, 24);
INSERT INTO match_keys VALUES (266570245872787, 34);
INSERT INTO match_keys VALUES (269997072763746, 24);
INSERT INTO match_keys VALUES (273347988785743, 30);
INSERT INTO match_keys VALUES (275933494317774, 20);
INSERT INTO match_keys VALUES (276114593455766, 23);
INSERT INTO match_keys VALUES (277670452014158, 22);
INSERT INTO match_keys VALUES (278275526376924, 37);
INSERT INTO match_keys VALUES (279133271734923, 32);
INSERT INTO match_keys VALUES (57882050274805, 44);
INSERT INTO match_keys VALUES (102908572437598, 43);
INSERT INTO match_keys VALUES (102908572437598, 44);
INSERT INTO match_keys VALUES (106188281914574, 43);
INSERT INTO match_keys VALUES (111054340097898, 43);
INSERT INTO match_keys VALUES (130251146513586, 43);
INSERT INTO match_keys VALUES (137335940606463, 43);
INSERT INTO match_keys VALUES (137335940606463, 44);
INSERT INTO match_keys VALUES (137597835802608, 44);
INSERT INTO match_keys VALUES (170492096360693, 44);
INSERT INTO match_keys VALUES (178712289702302, 44);
INSERT INTO match_keys VALUES (190611709025456, 44);
INSERT INTO match_keys VALUES (192177880067022, 43);
INSERT INTO match_keys VALUES (194916831297676, 43);
INSERT INTO match_keys VALUES (218531401386911, 44);
INSERT INTO match_keys VALUES (223829042695491, 43);
INSERT INTO match_keys VALUES (228900745345725, 44);
INSERT INTO match_keys VALUES (257033143059889, 43);
INSERT INTO match_keys VALUES (69216395647589, 41);
INSERT INTO match_keys VALUES (180235766452160, 41);
INSERT INTO match_keys VALUES (187066754599013, 41);
INSERT INTO match_keys VALUES (201474915700829, 41);
INSERT INTO match_keys VALUES (217505885186768, 41);
INSERT INTO match_keys VALUES (265408853132448, 41);
INSERT INTO match_keys VALUES (265409789502029, 41);
INSERT INTO papers VALUES ('p_ljanhdomlbtu', 1, false, '{"id":"p_ljanhdomlbtu","title":"Long Short-Term Memory","authors":[{"name":"Sepp Hochreiter"},{"name":"Jürgen Schmidhuber"}],"abstract":"Error signals that flow back through time in recurrent networks vanish or explode. Memory cells with a constant error carousel, opened and closed by multiplicative gates, bridge time lags of more than a thousand steps.","tldr":{"text":"Gated memory cells carry error signals over a thousand time steps.","source":"auto"},"venue":{"id":"neural-computation","label":"Neural Computation"},"year":1997,"keywords":[{"value":"short-term memory","source":"extracted"},{"value":"error signal","source":"extracted"},{"value":"flow back","source":"extracted"},{"value":"recurrent networks vanish","source":"extracted"},{"value":"constant error carousel","source":"extracted"},{"value":"memory cell","source":"extracted"},{"value":"multiplicative gate","source":"extracted"},{"value":"explode","source":"extracted"}],"ids":{"doi":"10.1162/neco.1997.9.8.1735"},"links":{"html":"https://doi.org/10.1162/neco.1997.9.8.1735"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.doi":"paper-json","keywords":"extracted","links.html":"paper-json","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_yymcctivjklh', 1, false, '{"id":"p_yymcctivjklh","title":"Learning representations by back-propagating errors","authors":[{"name":"David E. Rumelhart"},{"name":"Geoffrey E. Hinton"},{"name":"Ronald J. Williams"}],"abstract":"Repeatedly adjusting weights to reduce the difference between actual and desired output makes hidden units come to represent important features of the task domain.","tldr":{"text":"Multi-layer networks learn useful internal features from gradients of the output error.","source":"auto"},"venue":{"id":"nature","label":"Nature"},"year":1986,"keywords":[{"value":"learning representation","source":"extracted"},{"value":"back-propagating error","source":"extracted"},{"value":"adjusting weight","source":"extracted"},{"value":"desired output","source":"extracted"},{"value":"hidden unit","source":"extracted"},{"value":"task domain","source":"extracted"},{"value":"actual","source":"extracted"}],"ids":{"doi":"10.1038/323533a0"},"links":{"html":"https://doi.org/10.1038/323533a0"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.doi":"paper-json","keywords":"extracted","links.html":"paper-json","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_wshfrfhipbah', 1, false, '{"id":"p_wshfrfhipbah","title":"Gradient-based learning applied to document recognition","authors":[{"name":"Yann LeCun"},{"name":"Léon Bottou"},{"name":"Yoshua Bengio"},{"name":"Patrick Haffner"}],"abstract":"The paper reviews methods for handwritten character recognition, shows that convolutional networks outperform the others, and trains systems of several modules globally with graph transformer networks.","tldr":{"text":"Convolutional networks trained end to end read handwritten characters and whole documents.","source":"auto"},"venue":{"id":"proc-ieee","label":"Proceedings of the IEEE"},"year":1998,"keywords":[{"value":"gradient-based learning","source":"extracted"},{"value":"document recognition","source":"extracted"},{"value":"handwritten character recognition","source":"extracted"},{"value":"convolutional network","source":"extracted"},{"value":"graph transformer network","source":"extracted"},{"value":"trains system","source":"extracted"},{"value":"review","source":"extracted"}],"ids":{"doi":"10.1109/5.726791"},"links":{"html":"https://doi.org/10.1109/5.726791"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.doi":"paper-json","keywords":"extracted","links.html":"paper-json","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_eezhrwgleybc', 1, false, '{"id":"p_eezhrwgleybc","title":"A Neural Probabilistic Language Model","authors":[{"name":"Yoshua Bengio"},{"name":"Réjean Ducharme"},{"name":"Pascal Vincent"},{"name":"Christian Jauvin"}],"abstract":"The curse of dimensionality of language modeling is fought by learning a distributed representation for words, which lets each training sentence inform the model about many neighbouring ones.","tldr":{"text":"Word vectors and the probability of word sequences are learned together.","source":"auto"},"venue":{"id":"jmlr","label":"JMLR"},"year":2003,"keywords":[{"value":"language model","source":"extracted"},{"value":"neural probabilistic language model","source":"extracted"},{"value":"distributed representation","source":"extracted"},{"value":"training sentence inform","source":"extracted"},{"value":"curse","source":"extracted"},{"value":"dimensionality","source":"extracted"},{"value":"fought","source":"extracted"},{"value":"let","source":"extracted"}],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","keywords":"extracted","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_shxxmtawmryp', 1, false, '{"id":"p_shxxmtawmryp","title":"Random Forests","authors":[{"name":"Leo Breiman"}],"abstract":"Many trees, each grown on a random sample with random features at each split, vote; the error converges as their number grows and depends on their strength and correlation.","tldr":null,"venue":{"id":"machine-learning","label":"Machine Learning"},"year":2001,"keywords":[{"value":"random forest","source":"extracted"},{"value":"random sample","source":"extracted"},{"value":"random feature","source":"extracted"},{"value":"error converge","source":"extracted"},{"value":"tree","source":"extracted"},{"value":"grown","source":"extracted"},{"value":"split","source":"extracted"},{"value":"vote","source":"extracted"}],"ids":{"doi":"10.1023/a:1010933404324"},"links":{"html":"https://doi.org/10.1023/a:1010933404324"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.doi":"paper-json","keywords":"extracted","links.html":"paper-json","title":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_nmapyqjvfubq', 1, false, '{"id":"p_nmapyqjvfubq","title":"Support-Vector Networks","authors":[{"name":"Corinna Cortes"},{"name":"Vladimir Vapnik"}],"abstract":"Input vectors are mapped to a very high-dimensional feature space in which a linear decision surface with a wide margin is built, also for data that cannot be separated without error.","tldr":null,"venue":{"id":"machine-learning","label":"Machine Learning"},"year":1995,"keywords":[{"value":"support-vector network","source":"extracted"},{"value":"input vector","source":"extracted"},{"value":"high-dimensional feature space","source":"extracted"},{"value":"linear decision surface","source":"extracted"},{"value":"margin","source":"extracted"}],"ids":{"doi":"10.1007/bf00994018"},"links":{"html":"https://doi.org/10.1007/bf00994018"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.doi":"paper-json","keywords":"extracted","links.html":"paper-json","title":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_nvhmnepmebzx', 1, false, '{"id":"p_nvhmnepmebzx","title":"Latent Dirichlet Allocation","authors":[{"name":"David M. Blei"},{"name":"Andrew Y. Ng"},{"name":"Michael I. Jordan"}],"abstract":"A three-level hierarchical Bayesian model describes each item of a collection as a finite mixture over topics; efficient approximate inference with variational methods is given.","tldr":{"text":"Documents are mixtures of topics, and topics are distributions over words.","source":"auto"},"venue":{"id":"jmlr","label":"JMLR"},"year":2003,"keywords":[{"value":"latent dirichlet allocation","source":"extracted"},{"value":"three-level hierarchical bayesian model","source":"extracted"},{"value":"finite mixture","source":"extracted"},{"value":"approximate inference","source":"extracted"},{"value":"collection","source":"extracted"},{"value":"topics","source":"extracted"}],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","keywords":"extracted","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_dzaerjdtmipp', 1, false, '{"id":"p_dzaerjdtmipp","title":"The PageRank Citation Ranking: Bringing Order to the Web","authors":[{"name":"Lawrence Page"},{"name":"Sergey Brin"},{"name":"Rajeev Motwani"},{"name":"Terry Winograd"}],"abstract":"The importance of a web page is computed from the link structure of the web by a random surfer; efficient computation for large numbers of pages and uses in search are described.","tldr":null,"venue":{"id":"stanford-infolab","label":"Stanford InfoLab"},"year":1999,"keywords":[{"value":"pagerank citation ranking","source":"extracted"},{"value":"web page","source":"extracted"},{"value":"link structure","source":"extracted"},{"value":"random surfer","source":"extracted"},{"value":"bringing","source":"extracted"},{"value":"computation","source":"extracted"}],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","keywords":"extracted","title":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_pozqdxukkjdd', 1, false, '{"id":"p_pozqdxukkjdd","title":"The Probabilistic Relevance Framework: BM25 and Beyond","authors":[{"name":"Stephen Robertson"},{"name":"Hugo Zaragoza"}],"abstract":"The probabilistic relevance framework is presented from a conceptual point of view, with the models derived from it, BM25 and BM25F, and their parameter optimization.","tldr":{"text":"Where BM25 comes from, and how it extends to fields and feedback.","source":"auto"},"venue":{"id":"irj","label":"Information Retrieval Journal"},"year":2009,"keywords":[{"value":"probabilistic relevance framework","source":"extracted"},{"value":"probabilistic relevance","source":"extracted"},{"value":"relevance framework","source":"extracted"},{"value":"bm25","source":"extracted"},{"value":"parameter optimization","source":"extracted"},{"value":"conceptual","source":"extracted"},{"value":"bm25f","source":"extracted"}],"ids":{"doi":"10.1561/1500000019"},"links":{"html":"https://doi.org/10.1561/1500000019"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.doi":"paper-json","keywords":"extracted","links.html":"paper-json","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_drwkluzdwiam', 1, false, '{"id":"p_drwkluzdwiam","title":"ImageNet Classification with Deep Convolutional Neural Networks","authors":[{"name":"Alex Krizhevsky"},{"name":"Ilya Sutskever"},{"name":"Geoffrey E. Hinton"}],"abstract":"A deep network with five convolutional layers, rectified linear units and dropout classifies the ImageNet images far better than anything before; data augmentation and two GPUs make its training possible.","tldr":{"text":"A large convolutional network trained on GPUs halves the error on ImageNet.","source":"auto"},"venue":{"id":"neurips","label":"NeurIPS"},"year":2012,"keywords":[{"value":"imagenet classification","source":"extracted"},{"value":"deep convolutional neural network","source":"extracted"},{"value":"deep network","source":"extracted"},{"value":"rectified linear unit","source":"extracted"},{"value":"convolutional layer","source":"extracted"},{"value":"dropout classify","source":"extracted"},{"value":"imagenet image","source":"extracted"},{"value":"data augmentation","source":"extracted"}],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","keywords":"extracted","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_walecmmtjmwq', 1, false, '{"id":"p_walecmmtjmwq","title":"Generative Adversarial Networks","authors":[{"name":"Ian J. Goodfellow"},{"name":"Jean Pouget-Abadie"},{"name":"Mehdi Mirza"},{"name":"Bing Xu"},{"name":"David Warde-Farley"},{"name":"Sherjil Ozair"},{"name":"Aaron Courville"},{"name":"Yoshua Bengio"}],"abstract":"A generative model is trained against a discriminative one in a minimax game; at the optimum the generator recovers the data distribution, and no Markov chains are needed.","tldr":{"text":"Two networks play a game: one makes samples, the other tries to tell them from data.","source":"auto"},"venue":{"id":"neurips","label":"NeurIPS"},"year":2014,"keywords":[{"value":"generative adversarial network","source":"extracted"},{"value":"generative model","source":"extracted"},{"value":"minimax game","source":"extracted"},{"value":"generator recover","source":"extracted"},{"value":"data distribution","source":"extracted"},{"value":"markov chain","source":"extracted"},{"value":"optimum","source":"extracted"}],"ids":{"arxiv":"1406.2661"},"links":{"html":"https://arxiv.org/abs/1406.2661","pdf":"https://arxiv.org/pdf/1406.2661"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.arxiv":"paper-json","keywords":"extracted","links.html":"paper-json","links.pdf":"paper-json","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_kdkujghavcwz', 1, false, '{"id":"p_kdkujghavcwz","title":"Neural Machine Translation by Jointly Learning to Align and Translate","authors":[{"name":"Dzmitry Bahdanau"},{"name":"Kyunghyun Cho"},{"name":"Yoshua Bengio"}],"abstract":"A fixed-length encoding is a bottleneck of encoder-decoder translation; letting the model search softly for the parts of the source sentence that matter to each target word removes it and gives sensible alignments.","tldr":{"text":"The decoder looks for the relevant source words by itself instead of using one fixed vector.","source":"auto"},"venue":{"id":"iclr","label":"ICLR"},"year":2015,"keywords":[{"value":"translation","source":"extracted"},{"value":"neural machine translation","source":"extracted"},{"value":"align","source":"extracted"},{"value":"fixed-length encoding","source":"extracted"},{"value":"encoder-decoder translation","source":"extracted"},{"value":"model search","source":"extracted"},{"value":"target word remove","source":"extracted"},{"value":"source sentence","source":"extracted"}],"ids":{"arxiv":"1409.0473"},"links":{"html":"https://arxiv.org/abs/1409.0473","pdf":"https://arxiv.org/pdf/1409.0473"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.arxiv":"paper-json","keywords":"extracted","links.html":"paper-json","links.pdf":"paper-json","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_viubrkdcspla', 1, false, '{"id":"p_viubrkdcspla","title":"Sequence to Sequence Learning with Neural Networks","authors":[{"name":"Ilya Sutskever"},{"name":"Oriol Vinyals"},{"name":"Quoc V. Le"}],"abstract":"One deep LSTM reads the source sentence into a vector and another writes the target sentence from it; reversing the source words helps markedly.","tldr":null,"venue":{"id":"neurips","label":"NeurIPS"},"year":2014,"keywords":[{"value":"sequence learning","source":"extracted"},{"value":"sequence","source":"extracted"},{"value":"neural network","source":"extracted"},{"value":"deep lstm read","source":"extracted"},{"value":"source sentence","source":"extracted"},{"value":"target sentence","source":"extracted"},{"value":"source word","source":"extracted"},{"value":"write","source":"extracted"}],"ids":{"arxiv":"1409.3215"},"links":{"html":"https://arxiv.org/abs/1409.3215","pdf":"https://arxiv.org/pdf/1409.3215"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.arxiv":"paper-json","keywords":"extracted","links.html":"paper-json","links.pdf":"paper-json","title":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_tfkirydlqazc', 1, false, '{"id":"p_tfkirydlqazc","title":"Very Deep Convolutional Networks for Large-Scale Image Recognition","authors":[{"name":"Karen Simonyan"},{"name":"Andrew Zisserman"}],"abstract":"Depth is increased to nineteen weight layers with very small 3 x 3 filters throughout, which improves localisation and classification on ImageNet and generalises to other data.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2015,"keywords":[{"value":"deep convolutional network","source":"extracted"},{"value":"large-scale image recognition","source":"extracted"},{"value":"nineteen weight layer","source":"extracted"},{"value":"depth","source":"extracted"},{"value":"filter","source":"extracted"},{"value":"localisation","source":"extracted"},{"value":"classification","source":"extracted"},{"value":"imagenet","source":"extracted"}],"ids":{"arxiv":"1409.1556"},"links":{"html":"https://arxiv.org/abs/1409.1556","pdf":"https://arxiv.org/pdf/1409.1556"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.arxiv":"paper-json","keywords":"extracted","links.html":"paper-json","links.pdf":"paper-json","title":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_ignadnxtqlqj', 1, false, '{"id":"p_ignadnxtqlqj","title":"Going Deeper with Convolutions","authors":[{"name":"Christian Szegedy"},{"name":"Wei Liu"},{"name":"Yangqing Jia"},{"name":"Pierre Sermanet"},{"name":"Scott Reed"},{"name":"Dragomir Anguelov"},{"name":"Dumitru Erhan"},{"name":"Vincent Vanhoucke"},{"name":"Andrew Rabinovich"}],"abstract":"The Inception architecture makes better use of computation inside the network, so that depth and width can grow on a constant budget.","tldr":null,"venue":{"id":"cvpr","label":"CVPR"},"year":2015,"keywords":[{"value":"inception architecture","source":"extracted"},{"value":"computation inside","source":"extracted"},{"value":"constant budget","source":"extracted"},{"value":"deeper","source":"extracted"},{"value":"convolution","source":"extracted"},{"value":"depth","source":"extracted"},{"value":"width","source":"extracted"},{"value":"grow","source":"extracted"}],"ids":{"arxiv":"1409.4842"},"links":{"html":"https://arxiv.org/abs/1409.4842","pdf":"https://arxiv.org/pdf/1409.4842"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.arxiv":"paper-json","keywords":"extracted","links.html":"paper-json","links.pdf":"paper-json","title":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_ouokbaxmdolk', 1, false, '{"id":"p_ouokbaxmdolk","title":"Dropout: A Simple Way to Prevent Neural Networks from Overfitting","authors":[{"name":"Nitish Srivastava"},{"name":"Geoffrey E. Hinton"},{"name":"Alex Krizhevsky"},{"name":"Ilya Sutskever"},{"name":"Ruslan Salakhutdinov"}],"abstract":"Units are dropped at random during training, which keeps them from co-adapting; at test time one unthinned network with smaller weights approximates the average of exponentially many.","tldr":null,"venue":{"id":"jmlr","label":"JMLR"},"year":2014,"keywords":[{"value":"neural network","source":"extracted"},{"value":"unthinned network","source":"extracted"},{"value":"weights approximate","source":"extracted"},{"value":"dropout","source":"extracted"},{"value":"overfitting","source":"extracted"},{"value":"random","source":"extracted"},{"value":"co-adapting","source":"extracted"},{"value":"average","source":"extracted"}],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","keywords":"extracted","title":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_wittmhmmecbu', 1, false, '{"id":"p_wittmhmmecbu","title":"Human-level control through deep reinforcement learning","authors":[{"name":"Volodymyr Mnih"},{"name":"Koray Kavukcuoglu"},{"name":"David Silver"},{"name":"Andrei A. Rusu"},{"name":"Joel Veness"},{"name":"Marc G. Bellemare"},{"name":"Alex Graves"},{"name":"Martin Riedmiller"},{"name":"Andreas K. Fidjeland"},{"name":"Georg Ostrovski"},{"name":"Stig Petersen"},{"name":"Charles Beattie"},{"name":"Amir Sadik"},{"name":"Ioannis Antonoglou"},{"name":"Helen King"},{"name":"Dharshan Kumaran"},{"name":"Daan Wierstra"},{"name":"Shane Legg"},{"name":"Demis Hassabis"}],"abstract":"A deep Q-network with experience replay and a target network learns policies directly from pixels and reaches the level of a professional tester on many Atari games.","tldr":{"text":"One agent learns dozens of Atari games from pixels and scores.","source":"auto"},"venue":{"id":"nature","label":"Nature"},"year":2015,"keywords":[{"value":"human-level control","source":"extracted"},{"value":"deep reinforcement learning","source":"extracted"},{"value":"deep q-network","source":"extracted"},{"value":"experience replay","source":"extracted"},{"value":"target network","source":"extracted"},{"value":"professional tester","source":"extracted"},{"value":"atari game","source":"extracted"},{"value":"policy","source":"extracted"}],"ids":{"doi":"10.1038/nature14236"},"links":{"html":"https://doi.org/10.1038/nature14236"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.doi":"paper-json","keywords":"extracted","links.html":"paper-json","title":"paper-json","tldr":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:47.897511Z","version":1}', 1796046227897511, 1796046227897511);
INSERT INTO papers VALUES ('p_ubwdaoigqetw', 1, false, '{"id":"p_ubwdaoigqetw","title":null,"authors":[],"abstract":"A scene is represented by a fully connected network that maps a position and a viewing direction to density and colour. Volume rendering along camera rays is differentiable, so that the network can be fitted to a set of photographs; positional encoding and hierarchical sampling let it show fine detail in new views.","tldr":null,"venue":{"id":"eccv","label":"ECCV"},"year":2020,"keywords":[{"value":"connected network","source":"extracted"},{"value":"viewing direction","source":"extracted"},{"value":"position","source":"extracted"},{"value":"volume rendering","source":"extracted"},{"value":"viewing","source":"extracted"},{"value":"camera ray","source":"extracted"},{"value":"positional encoding","source":"extracted"},{"value":"hierarchical sampling","source":"extracted"}],"ids":{"arxiv":"2003.08934"},"links":{"html":"https://arxiv.org/abs/2003.08934","pdf":"https://arxiv.org/pdf/2003.08934"},"materials":[],"comments":"ECCV 2020 (oral)","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_lravleezxgdg', 1, false, '{"id":"p_lravleezxgdg","title":null,"authors":[],"abstract":"Differentiable architecture search needs so much memory that it is usually run on proxy tasks. By sampling and binarizing paths, this method trains an over-parameterized network at the memory cost of a single compact model, so the search can take place on the real task and the real hardware. A differentiable model of latency lets it specialize architectures for phones, CPUs and GPUs.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"differentiable architecture search","source":"extracted"},{"value":"memory","source":"extracted"},{"value":"proxy task","source":"extracted"},{"value":"binarizing path","source":"extracted"},{"value":"over-parameterized network","source":"extracted"},{"value":"memory cost","source":"extracted"},{"value":"compact model","source":"extracted"},{"value":"real task","source":"extracted"}],"ids":{"arxiv":"1812.00332"},"links":{"html":"https://arxiv.org/abs/1812.00332","pdf":"https://arxiv.org/pdf/1812.00332"},"materials":[],"comments":"ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_jqcvvvwhpgbh', 1, false, '{"id":"p_jqcvvvwhpgbh","title":null,"authors":[],"abstract":"Do convolutional networks recognise objects by their shape, as people do, or by their texture? With images in which the two disagree, the authors show that networks trained on ImageNet decide by texture while humans decide by shape. Training on a stylized version of ImageNet shifts the same architecture towards shape, and this brings better object detection and an unexpected robustness to many kinds of image distortion.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"shape","source":"extracted"},{"value":"convolutional networks recognise object","source":"extracted"},{"value":"texture","source":"extracted"},{"value":"imagenet decide","source":"extracted"},{"value":"humans decide","source":"extracted"},{"value":"stylized version","source":"extracted"},{"value":"imagenet shift","source":"extracted"},{"value":"object detection","source":"extracted"}],"ids":{"arxiv":"1811.12231"},"links":{"html":"https://arxiv.org/abs/1811.12231","pdf":"https://arxiv.org/pdf/1811.12231"},"materials":[],"comments":"Accepted at ICLR 2019 (oral)","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_lnpuektxueth', 1, false, '{"id":"p_lnpuektxueth","title":null,"authors":[],"abstract":"An exploration bonus for deep reinforcement learning is introduced that is easy to implement and adds little computation: the error of a network that predicts the features which a fixed, randomly initialized network gives to an observation. Familiar states are predicted well, novel ones are not. Combined with a flexible way to mix intrinsic and extrinsic rewards, it exceeds average human performance on Montezuma''s Revenge without demonstrations.","tldr":null,"venue":null,"year":2018,"keywords":[{"value":"exploration bonus","source":"extracted"},{"value":"deep reinforcement learning","source":"extracted"},{"value":"initialized network","source":"extracted"},{"value":"familiar state","source":"extracted"},{"value":"extrinsic reward","source":"extracted"},{"value":"montezuma''s revenge","source":"extracted"},{"value":"exceeds average human performance","source":"extracted"},{"value":"add","source":"extracted"}],"ids":{"arxiv":"1810.12894"},"links":{"html":"https://arxiv.org/abs/1810.12894","pdf":"https://arxiv.org/pdf/1810.12894"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_xhprwfjyicrd', 1, false, '{"id":"p_xhprwfjyicrd","title":null,"authors":[],"abstract":"Language is nested: smaller units end before larger ones do. This inductive bias is built into a recurrent network by ordering its neurons; a master forget gate makes sure that when a neuron is erased, all lower ones are erased too. The ordered neurons LSTM does well on language modeling, targeted syntactic evaluation and logical inference, and its gates give unsupervised constituency parses.","tldr":null,"venue":null,"year":2018,"keywords":[{"value":"units end","source":"extracted"},{"value":"neuron","source":"extracted"},{"value":"inductive bias","source":"extracted"},{"value":"recurrent network","source":"extracted"},{"value":"master forget gate","source":"extracted"},{"value":"ordering","source":"extracted"},{"value":"ordered neurons lstm","source":"extracted"},{"value":"gate","source":"extracted"}],"ids":{"arxiv":"1810.09536"},"links":{"html":"https://arxiv.org/abs/1810.09536","pdf":"https://arxiv.org/pdf/1810.09536"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_uavxeuukkxkh', 1, false, '{"id":"p_uavxeuukkxkh","title":null,"authors":[],"abstract":"Most pruning methods need a trained network and many rounds of pruning and tuning. This one prunes at initialization, in a single shot: a saliency criterion measures how sensitive the loss is to each connection, the least sensitive are removed, and the sparse network is then trained in the usual way. Extremely sparse networks keep nearly the accuracy of the dense ones for several architectures on image classification.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"pruning","source":"extracted"},{"value":"sparse network","source":"extracted"},{"value":"trained network","source":"extracted"},{"value":"saliency criterion","source":"extracted"},{"value":"image classification","source":"extracted"},{"value":"round","source":"extracted"},{"value":"tuning","source":"extracted"},{"value":"initialization","source":"extracted"}],"ids":{"arxiv":"1810.02340"},"links":{"html":"https://arxiv.org/abs/1810.02340","pdf":"https://arxiv.org/pdf/1810.02340"},"materials":[],"comments":"Under review at ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_witbwffguymz', 1, false, '{"id":"p_witbwffguymz","title":null,"authors":[],"abstract":"Graph neural networks aggregate the features of neighbouring nodes again and again, but which graphs can they tell apart? The paper gives a theory: no such network is stronger than the Weisfeiler-Lehman isomorphism test, popular variants with mean or max aggregation are strictly weaker, and an injective aggregator reaches the limit. The Graph Isomorphism Network built on this insight is simple and does well on graph classification benchmarks.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"graph neural networks aggregate","source":"extracted"},{"value":"neighbouring node","source":"extracted"},{"value":"tell apart","source":"extracted"},{"value":"weisfeiler-lehman isomorphism","source":"extracted"},{"value":"injective aggregator reach","source":"extracted"},{"value":"max aggregation","source":"extracted"},{"value":"graph isomorphism network","source":"extracted"},{"value":"graph classification benchmark","source":"extracted"}],"ids":{"arxiv":"1810.00826"},"links":{"html":"https://arxiv.org/abs/1810.00826","pdf":"https://arxiv.org/pdf/1810.00826"},"materials":[],"comments":"ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_mnqqcmucbwea', 1, false, '{"id":"p_mnqqcmucbwea","title":null,"authors":[],"abstract":"The paper studies what happens when generative adversarial networks are scaled up. Larger batches and more channels help greatly, orthogonal regularization of the generator makes it possible to trade variety for fidelity by truncating the latent noise, and the instabilities that appear at this scale are described and partly tamed. The resulting model, BigGAN, improves the Inception score and the Frechet inception distance on ImageNet at 128 x 128 pixels by a wide margin.","tldr":null,"venue":null,"year":2018,"keywords":[{"value":"generative adversarial network","source":"extracted"},{"value":"generative","source":"extracted"},{"value":"orthogonal regularization","source":"extracted"},{"value":"latent noise","source":"extracted"},{"value":"frechet inception distance","source":"extracted"},{"value":"inception score","source":"extracted"},{"value":"happen","source":"extracted"},{"value":"batch","source":"extracted"}],"ids":{"arxiv":"1809.11096"},"links":{"html":"https://arxiv.org/abs/1809.11096","pdf":"https://arxiv.org/pdf/1809.11096"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_hywwnarquilr', 1, false, '{"id":"p_hywwnarquilr","title":null,"authors":[],"abstract":"Deep Graph Infomax learns node representations of graphs without any labels. It maximizes the mutual information between local patch representations, made by a graph convolutional encoder, and a summary of the whole graph, with a corrupted graph as the source of negative examples. The embeddings are competitive with supervised learning on citation networks and work for unseen graphs as well.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"deep graph infomax","source":"extracted"},{"value":"node representation","source":"extracted"},{"value":"local patch representation","source":"extracted"},{"value":"mutual information","source":"extracted"},{"value":"graph convolutional encoder","source":"extracted"},{"value":"corrupted graph","source":"extracted"},{"value":"supervised learning","source":"extracted"},{"value":"citation network","source":"extracted"}],"ids":{"arxiv":"1809.10341"},"links":{"html":"https://arxiv.org/abs/1809.10341","pdf":"https://arxiv.org/pdf/1809.10341"},"materials":[],"comments":"To appear at ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_fliodxglouak', 1, false, '{"id":"p_fliodxglouak","title":null,"authors":[],"abstract":"Searching for a network architecture usually means training thousands of candidates. This work relaxes the discrete choice between operations to a softmax over all of them, so that architecture and weights can be optimized together by gradient descent in a bilevel problem. The search takes a few GPU days instead of thousands and finds convolutional cells for image classification and recurrent cells for language modeling that are competitive with those of far costlier methods.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"network architecture","source":"extracted"},{"value":"training thousand","source":"extracted"},{"value":"thousand","source":"extracted"},{"value":"discrete choice","source":"extracted"},{"value":"gradient descent","source":"extracted"},{"value":"convolutional cell","source":"extracted"},{"value":"image classification","source":"extracted"},{"value":"recurrent cell","source":"extracted"}],"ids":{"arxiv":"1806.09055"},"links":{"code":"https://github.com/quark0/darts","html":"https://arxiv.org/abs/1806.09055","pdf":"https://arxiv.org/pdf/1806.09055"},"materials":[],"comments":"Published at ICLR 2019; Code and pretrained models available at https://github.com/quark0/darts","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.code":"arxiv-listing","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_nseaezebxvfu', 1, false, '{"id":"p_nseaezebxvfu","title":null,"authors":[],"abstract":"Models of natural language understanding should not be tied to a single task. GLUE collects nine existing data sets for sentence and sentence pair understanding, some with little training data, together with a hand-made diagnostic set that probes linguistic phenomena. Baselines with transfer learning beat models trained for each task alone, but their low absolute scores leave much room for better general systems.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"glue collect","source":"extracted"},{"value":"sentence pair","source":"extracted"},{"value":"training data","source":"extracted"},{"value":"sentence","source":"extracted"},{"value":"probes linguistic phenomenon","source":"extracted"},{"value":"absolute score","source":"extracted"},{"value":"transfer learning beat model","source":"extracted"},{"value":"tied","source":"extracted"}],"ids":{"arxiv":"1804.07461"},"links":{"html":"https://arxiv.org/abs/1804.07461","pdf":"https://arxiv.org/pdf/1804.07461"},"materials":[],"comments":"ICLR 2019; https://gluebenchmark.com/","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_awhdisslfrcb', 1, false, '{"id":"p_awhdisslfrcb","title":null,"authors":[],"abstract":"Pruning can remove most of a trained network''s weights without harm, yet the small networks that remain are hard to train from scratch. This paper shows that the trouble is the initialization: when the surviving weights are reset to the values they had at the very beginning, the pruned network learns as fast as the full one and reaches its accuracy. The authors call such subnetworks winning tickets, find them by iterative magnitude pruning on MNIST and CIFAR-10, and ask what this says about why large networks are easy to optimize.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"pruning","source":"extracted"},{"value":"trained network''s weight","source":"extracted"},{"value":"surviving weight","source":"extracted"},{"value":"pruned network","source":"extracted"},{"value":"subnetworks winning ticket","source":"extracted"},{"value":"iterative magnitude pruning","source":"extracted"},{"value":"harm","source":"extracted"},{"value":"trouble","source":"extracted"}],"ids":{"arxiv":"1803.03635"},"links":{"html":"https://arxiv.org/abs/1803.03635","pdf":"https://arxiv.org/pdf/1803.03635"},"materials":[],"comments":"ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_luvufekhjsmf', 1, false, '{"id":"p_luvufekhjsmf","title":null,"authors":[],"abstract":"Policy gradient methods alternate between sampling data and optimizing a surrogate objective. A clipped objective makes several epochs of mini-batch updates safe, keeps the good properties of trust region methods, and is much simpler to implement. The method compares well on simulated robots and Atari games.","tldr":null,"venue":null,"year":2017,"keywords":[{"value":"policy gradient","source":"extracted"},{"value":"sampling data","source":"extracted"},{"value":"surrogate objective","source":"extracted"},{"value":"clipped objective","source":"extracted"},{"value":"mini-batch updates safe","source":"extracted"},{"value":"trust region","source":"extracted"},{"value":"simulated robot","source":"extracted"},{"value":"atari game","source":"extracted"}],"ids":{"arxiv":"1707.06347"},"links":{"html":"https://arxiv.org/abs/1707.06347","pdf":"https://arxiv.org/pdf/1707.06347"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_moixmazlcdnm', 1, false, '{"id":"p_moixmazlcdnm","title":null,"authors":[],"abstract":"Sequence transduction no longer needs recurrence or convolution. The Transformer is built on attention alone, with several heads that attend to different positions, and positional encodings in place of order. It trains faster because all positions are processed in parallel, sets new best scores on two machine translation tasks, and carries over to constituency parsing.","tldr":null,"venue":{"id":"neurips","label":"NeurIPS"},"year":2017,"keywords":[{"value":"sequence transduction","source":"extracted"},{"value":"position","source":"extracted"},{"value":"positional encoding","source":"extracted"},{"value":"trains faster","source":"extracted"},{"value":"machine translation task","source":"extracted"},{"value":"constituency parsing","source":"extracted"},{"value":"recurrence","source":"extracted"},{"value":"convolution","source":"extracted"}],"ids":{"arxiv":"1706.03762"},"links":{"html":"https://arxiv.org/abs/1706.03762","pdf":"https://arxiv.org/pdf/1706.03762"},"materials":[],"comments":"15 pages, 5 figures; NIPS 2017","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_sozrumfcsdmd', 1, false, '{"id":"p_sozrumfcsdmd","title":null,"authors":[],"abstract":"Meta-learning is made independent of the model: the parameters are trained so that a small number of gradient steps on a few examples of a new task gives good performance on that task. The method applies to classification, regression and reinforcement learning with policy gradients.","tldr":null,"venue":{"id":"icml","label":"ICML"},"year":2017,"keywords":[{"value":"gradient","source":"extracted"},{"value":"reinforcement learning","source":"extracted"},{"value":"policy gradient","source":"extracted"},{"value":"meta-learning","source":"extracted"},{"value":"classification","source":"extracted"},{"value":"regression","source":"extracted"}],"ids":{"arxiv":"1703.03400"},"links":{"code":"https://github.com/cbfinn/maml","html":"https://arxiv.org/abs/1703.03400","pdf":"https://arxiv.org/pdf/1703.03400"},"materials":[],"comments":"ICML 2017. Code at https://github.com/cbfinn/maml","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.code":"arxiv-listing","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_uqqsggsdykhi', 1, false, '{"id":"p_uqqsggsdykhi","title":null,"authors":[],"abstract":"Normalizing the activities of a layer over its neurons, instead of over the cases of a mini-batch, makes the computation the same at training and test time. Layer normalization stabilizes the hidden state of recurrent networks and shortens their training substantially.","tldr":null,"venue":null,"year":2016,"keywords":[{"value":"normalizing","source":"extracted"},{"value":"layer normalization stabilize","source":"extracted"},{"value":"recurrent network","source":"extracted"},{"value":"activity","source":"extracted"},{"value":"neuron","source":"extracted"},{"value":"mini-batch","source":"extracted"},{"value":"computation","source":"extracted"},{"value":"hidden","source":"extracted"}],"ids":{"arxiv":"1607.06450"},"links":{"html":"https://arxiv.org/abs/1607.06450","pdf":"https://arxiv.org/pdf/1607.06450"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_bqbgiukoilqn', 3, false, '{"id":"p_bqbgiukoilqn","title":null,"authors":[],"abstract":"For plain stochastic gradient descent, L2 regularization and weight decay are the same thing up to a rescaling of the learning rate. The paper points out that this is not so for adaptive methods such as Adam, where the penalty is scaled by the adaptive step. Applying the decay directly to the weights, apart from the gradient update, makes the choice of the two hyperparameters nearly independent and clearly improves the generalization of Adam on image classification.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2019,"keywords":[{"value":"plain stochastic gradient descent","source":"extracted"},{"value":"l2 regularization","source":"extracted"},{"value":"gradient","source":"extracted"},{"value":"weight decay","source":"extracted"},{"value":"decay","source":"extracted"},{"value":"learning rate","source":"extracted"},{"value":"adam","source":"extracted"},{"value":"image classification","source":"extracted"}],"ids":{"arxiv":"1711.05101"},"links":{"html":"https://arxiv.org/abs/1711.05101","pdf":"https://arxiv.org/pdf/1711.05101"},"materials":[],"comments":"Published as a conference paper at ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.959401Z","updated_at":"2026-11-30T13:43:48.959401Z","version":3}', 1796046228959401, 1796046228959401);
INSERT INTO papers VALUES ('p_slempdzcoeig', 1, false, '{"id":"p_slempdzcoeig","title":null,"authors":[],"abstract":"A convolutional network for biomedical image segmentation contracts to capture context and expands symmetrically to localize precisely, with copies of early feature maps passed across. Strong data augmentation with elastic deformations lets it learn from very few annotated images; it won the cell tracking challenge by a large margin.","tldr":null,"venue":{"id":"miccai","label":"MICCAI"},"year":2015,"keywords":[{"value":"convolutional network","source":"extracted"},{"value":"biomedical image segmentation contract","source":"extracted"},{"value":"feature map","source":"extracted"},{"value":"elastic deformations let","source":"extracted"},{"value":"data augmentation","source":"extracted"},{"value":"annotated image","source":"extracted"},{"value":"cell tracking","source":"extracted"},{"value":"expand","source":"extracted"}],"ids":{"arxiv":"1505.04597","doi":"10.1007/978-3-319-24574-4_28"},"links":{"html":"https://arxiv.org/abs/1505.04597","pdf":"https://arxiv.org/pdf/1505.04597"},"materials":[],"comments":"conditionally accepted at MICCAI 2015","journal_ref":"Medical Image Computing and Computer-Assisted Intervention. Springer, Cham, 2015","full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","ids.doi":"arxiv-listing","journal_ref":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_cthwnfspubnm', 1, false, '{"id":"p_cthwnfspubnm","title":null,"authors":[],"abstract":"Knowledge of a large ensemble can be transferred to a single small model by training it on the softened output probabilities of the ensemble. Raising the temperature of the softmax shows which wrong answers are nearly right, and this carries most of the information. Results on digits and on a commercial speech recognition system are reported.","tldr":null,"venue":{"id":"neurips-workshop","label":"NeurIPS Workshop"},"year":2014,"keywords":[{"value":"ensemble","source":"extracted"},{"value":"softened output probability","source":"extracted"},{"value":"wrong answer","source":"extracted"},{"value":"commercial speech recognition system","source":"extracted"},{"value":"raising","source":"extracted"},{"value":"temperature","source":"extracted"},{"value":"softmax","source":"extracted"},{"value":"right","source":"extracted"}],"ids":{"arxiv":"1503.02531"},"links":{"html":"https://arxiv.org/abs/1503.02531","pdf":"https://arxiv.org/pdf/1503.02531"},"materials":[],"comments":"NIPS 2014 Deep Learning Workshop","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_hegvgvvsnwzy', 1, false, '{"id":"p_hegvgvvsnwzy","title":null,"authors":[],"abstract":"Deep networks are trained more easily when the inputs of each layer keep the same distribution. Batch normalization normalizes them over every mini-batch as a part of the architecture. Higher learning rates become possible, initialization matters less, and the regularizing effect can make dropout unnecessary.","tldr":null,"venue":{"id":"icml","label":"ICML"},"year":2015,"keywords":[{"value":"deep network","source":"extracted"},{"value":"batch normalization normalize","source":"extracted"},{"value":"learning rate","source":"extracted"},{"value":"initialization matter","source":"extracted"},{"value":"dropout unnecessary","source":"extracted"},{"value":"mini-batch","source":"extracted"},{"value":"regularizing","source":"extracted"}],"ids":{"arxiv":"1502.03167"},"links":{"html":"https://arxiv.org/abs/1502.03167","pdf":"https://arxiv.org/pdf/1502.03167"},"materials":[],"comments":"ICML 2015","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_idogrzsvubjt', 1, false, '{"id":"p_idogrzsvubjt","title":null,"authors":[],"abstract":"A method for stochastic optimization is introduced that keeps running averages of the gradient and of its square, and corrects both for their bias towards zero. Adam is simple to implement, invariant to diagonal rescaling of the gradients, and needs little tuning. Regret bounds are given, and experiments show that it works well in practice.","tldr":null,"venue":{"id":"iclr","label":"ICLR"},"year":2015,"keywords":[{"value":"stochastic optimization","source":"extracted"},{"value":"running average","source":"extracted"},{"value":"gradient","source":"extracted"},{"value":"diagonal rescaling","source":"extracted"},{"value":"regret bound","source":"extracted"},{"value":"square","source":"extracted"},{"value":"correct","source":"extracted"},{"value":"bias","source":"extracted"}],"ids":{"arxiv":"1412.6980"},"links":{"html":"https://arxiv.org/abs/1412.6980","pdf":"https://arxiv.org/pdf/1412.6980"},"materials":[],"comments":"Published as a conference paper at ICLR 2015","journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"arxiv-listing","comments":"arxiv-listing","ids.arxiv":"arxiv-listing","keywords":"extracted","links.html":"arxiv-listing","links.pdf":"arxiv-listing","venue":"arxiv-listing","year":"arxiv-listing"},"added_at":"2026-11-30T13:43:48.241238Z","updated_at":"2026-11-30T13:43:48.241238Z","version":1}', 1796046228241238, 1796046228241238);
INSERT INTO papers VALUES ('p_bmgupgrkacic', 2, true, NULL, 1796046228241238, 1796046228801291);
INSERT INTO papers VALUES ('p_cdbcayjjwlpk', 3, false, '{"id":"p_cdbcayjjwlpk","title":"ImageNet: A Large-Scale Hierarchical Image Database","authors":[{"name":"Jia Deng"},{"name":"Wei Dong"},{"name":"Richard Socher"},{"name":"Li-Jia Li"},{"name":"Kai Li"},{"name":"Li Fei-Fei"}],"abstract":"Images are organized by the hierarchy of WordNet, with hundreds of clean full-resolution images for a synset, collected and verified by crowdsourcing.","tldr":null,"venue":{"id":"cvpr","label":"CVPR"},"year":2009,"keywords":[{"value":"large-scale hierarchical image database","source":"extracted"},{"value":"clean full-resolution image","source":"extracted"},{"value":"imagenet","source":"extracted"},{"value":"hierarchy","source":"extracted"},{"value":"wordnet","source":"extracted"},{"value":"hundred","source":"extracted"},{"value":"synset","source":"extracted"},{"value":"crowdsourcing","source":"extracted"}],"ids":{"doi":"10.1109/cvpr.2009.5206848"},"links":{"html":"https://doi.org/10.1109/cvpr.2009.5206848"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z"}],"provenance":{"abstract":"paper-json","authors":"paper-json","ids.doi":"paper-json","keywords":"extracted","links.html":"paper-json","title":"paper-json","venue":"paper-json","year":"paper-json"},"added_at":"2026-11-30T13:43:47.897511Z","updated_at":"2026-11-30T13:43:48.959401Z","version":3}', 1796046227897511, 1796046228959401);
INSERT INTO papers VALUES ('p_xsdlbgrpbzix', 3, false, '{"id":"p_xsdlbgrpbzix","title":"Put again","authors":[],"abstract":null,"tldr":null,"venue":null,"year":null,"keywords":[],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"api","url":null,"retrieved_at":"2026-11-30T13:43:53.703253Z"}],"provenance":{"title":"api"},"added_at":"2026-11-30T13:43:49.301773Z","updated_at":"2026-11-30T13:43:53.745960Z","version":3}', 1796046229301773, 1796046233745960);
INSERT INTO papers VALUES ('p_ryyzpskoppmk', 2, true, NULL, 1796046229301773, 1796046229921595);
INSERT INTO papers VALUES ('p_fcvcwmaiqpei', 1, false, '{"id":"p_fcvcwmaiqpei","title":"A harvested result, number 1","authors":[{"name":"Ada Writer1"}],"abstract":"Words on 1.","tldr":null,"venue":null,"year":2026,"keywords":[],"ids":{"arxiv":"2611.00001"},"links":{"html":"https://arxiv.org/abs/2611.00001","pdf":"https://arxiv.org/pdf/2611.00001"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-oai","url":"https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv","retrieved_at":"2026-11-30T13:43:50.197930Z"}],"provenance":{"abstract":"arxiv-oai","authors":"arxiv-oai","ids.arxiv":"arxiv-oai","links.html":"arxiv-oai","links.pdf":"arxiv-oai","title":"arxiv-oai","year":"arxiv-oai"},"added_at":"2026-11-30T13:43:52.032802Z","updated_at":"2026-11-30T13:43:52.032802Z","version":1}', 1796046232032802, 1796046232032802);
INSERT INTO papers VALUES ('p_qixudgbmjrdh', 1, false, '{"id":"p_qixudgbmjrdh","title":"A harvested result, number 2","authors":[{"name":"Ada Writer2"}],"abstract":"Words on 2.","tldr":null,"venue":null,"year":2026,"keywords":[],"ids":{"arxiv":"2611.00002"},"links":{"html":"https://arxiv.org/abs/2611.00002","pdf":"https://arxiv.org/pdf/2611.00002"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"arxiv-oai","url":"https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv","retrieved_at":"2026-11-30T13:43:50.197930Z"}],"provenance":{"abstract":"arxiv-oai","authors":"arxiv-oai","ids.arxiv":"arxiv-oai","links.html":"arxiv-oai","links.pdf":"arxiv-oai","title":"arxiv-oai","year":"arxiv-oai"},"added_at":"2026-11-30T13:43:52.032802Z","updated_at":"2026-11-30T13:43:52.032802Z","version":1}', 1796046232032802, 1796046232032802);
INSERT INTO records VALUES (1, '/papers/classics.jsonl', '92fb49b65f4f9469462af00f83e39fc8', 0, '5604e6a406e83850872d183191a01bcb', '{"record":{"title":"Long Short-Term Memory","authors":["Sepp Hochreiter","Jürgen Schmidhuber"],"abstract":"Error signals that flow back through time in recurrent networks vanish or explode. Memory cells with a constant error carousel, opened and closed by multiplicative gates, bridge time lags of more than a thousand steps.","tldr":{"text":"Gated memory cells carry error signals over a thousand time steps.","source":"auto"},"venue":"Neural Computation","year":1997,"keywords":[],"ids":{"doi":"10.1162/neco.1997.9.8.1735"},"links":{"html":"https://doi.org/10.1162/neco.1997.9.8.1735"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":1,"raw":"{\"title\": \"Long Short-Term Memory\", \"authors\": [\"Sepp Hochreiter\", \"Jürgen Schmidhuber\"], \"year\": 1997, \"venue\": \"Neural Computation\", \"keywords\": [{\"value\": \"recurrent neural networks\", \"source\": \"extracted\"}, {\"value\": \"long short-term memory\", \"source\": \"extracted\"}, {\"value\": \"vanishing gradients\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"Gated memory cells carry error signals over a thousand time steps.\", \"source\": \"auto\"}, \"abstract\": \"Error signals that flow back through time in recurrent networks vanish or explode. Memory cells with a constant error carousel, opened and closed by multiplicative gates, bridge time lags of more than a thousand steps.\", \"ids\": {\"doi\": \"10.1162/neco.1997.9.8.1735\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_ljanhdomlbtu', 'p_ljanhdomlbtu', 1796046227762492);
INSERT INTO records VALUES (2, '/papers/classics.jsonl', '462740957a987a1832aa5e6d287f11a6', 0, 'fd456c0ced9636c93ff311ab8ce1d066', '{"record":{"title":"Learning representations by back-propagating errors","authors":["David E. Rumelhart","Geoffrey E. Hinton","Ronald J. Williams"],"abstract":"Repeatedly adjusting weights to reduce the difference between actual and desired output makes hidden units come to represent important features of the task domain.","tldr":{"text":"Multi-layer networks learn useful internal features from gradients of the output error.","source":"auto"},"venue":"Nature","year":1986,"keywords":[],"ids":{"doi":"10.1038/323533a0"},"links":{"html":"https://doi.org/10.1038/323533a0"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":2,"raw":"{\"title\": \"Learning representations by back-propagating errors\", \"authors\": [\"David E. Rumelhart\", \"Geoffrey E. Hinton\", \"Ronald J. Williams\"], \"year\": 1986, \"venue\": \"Nature\", \"keywords\": [{\"value\": \"backpropagation\", \"source\": \"extracted\"}, {\"value\": \"representation learning\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"Multi-layer networks learn useful internal features from gradients of the output error.\", \"source\": \"auto\"}, \"abstract\": \"Repeatedly adjusting weights to reduce the difference between actual and desired output makes hidden units come to represent important features of the task domain.\", \"ids\": {\"doi\": \"10.1038/323533a0\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_yymcctivjklh', 'p_yymcctivjklh', 1796046227762492);
INSERT INTO records VALUES (3, '/papers/classics.jsonl', 'd4980ba1ead6176e751ad21ab1cc5b2c', 0, '071fdc43ecb85e1e8bdf8dbee6cfb48c', '{"record":{"title":"Gradient-based learning applied to document recognition","authors":["Yann LeCun","Léon Bottou","Yoshua Bengio","Patrick Haffner"],"abstract":"The paper reviews methods for handwritten character recognition, shows that convolutional networks outperform the others, and trains systems of several modules globally with graph transformer networks.","tldr":{"text":"Convolutional networks trained end to end read handwritten characters and whole documents.","source":"auto"},"venue":"Proceedings of the IEEE","year":1998,"keywords":[],"ids":{"doi":"10.1109/5.726791"},"links":{"html":"https://doi.org/10.1109/5.726791"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":3,"raw":"{\"title\": \"Gradient-based learning applied to document recognition\", \"authors\": [\"Yann LeCun\", \"Léon Bottou\", \"Yoshua Bengio\", \"Patrick Haffner\"], \"year\": 1998, \"venue\": \"Proceedings of the IEEE\", \"keywords\": [{\"value\": \"convolutional neural networks\", \"source\": \"extracted\"}, {\"value\": \"document recognition\", \"source\": \"extracted\"}, {\"value\": \"handwriting recognition\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"Convolutional networks trained end to end read handwritten characters and whole documents.\", \"source\": \"auto\"}, \"abstract\": \"The paper reviews methods for handwritten character recognition, shows that convolutional networks outperform the others, and trains systems of several modules globally with graph transformer networks.\", \"ids\": {\"doi\": \"10.1109/5.726791\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_wshfrfhipbah', 'p_wshfrfhipbah', 1796046227762492);
INSERT INTO records VALUES (4, '/papers/classics.jsonl', 'cc3fe4dcc4d52b0057ecfd41364c5c41', 0, '0b8cc799f033555cb57946bca1fa5979', '{"record":{"title":"A Neural Probabilistic Language Model","authors":["Yoshua Bengio","Réjean Ducharme","Pascal Vincent","Christian Jauvin"],"abstract":"The curse of dimensionality of language modeling is fought by learning a distributed representation for words, which lets each training sentence inform the model about many neighbouring ones.","tldr":{"text":"Word vectors and the probability of word sequences are learned together.","source":"auto"},"venue":"Journal of Machine Learning Research","year":2003,"keywords":[],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":4,"raw":"{\"title\": \"A Neural Probabilistic Language Model\", \"authors\": [\"Yoshua Bengio\", \"Réjean Ducharme\", \"Pascal Vincent\", \"Christian Jauvin\"], \"year\": 2003, \"venue\": \"Journal of Machine Learning Research\", \"keywords\": [{\"value\": \"language modeling\", \"source\": \"extracted\"}, {\"value\": \"word embeddings\", \"source\": \"extracted\"}, {\"value\": \"neural networks\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"Word vectors and the probability of word sequences are learned together.\", \"source\": \"auto\"}, \"abstract\": \"The curse of dimensionality of language modeling is fought by learning a distributed representation for words, which lets each training sentence inform the model about many neighbouring ones.\"}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_eezhrwgleybc', 'p_eezhrwgleybc', 1796046227762492);
INSERT INTO records VALUES (5, '/papers/classics.jsonl', '10129dd13a4820225f428f282af0b66c', 0, 'c26f75c5c1e3b82e39deaa1b8422d951', '{"record":{"title":"Random Forests","authors":["Leo Breiman"],"abstract":"Many trees, each grown on a random sample with random features at each split, vote; the error converges as their number grows and depends on their strength and correlation.","tldr":null,"venue":"Machine Learning","year":2001,"keywords":[],"ids":{"doi":"10.1023/a:1010933404324"},"links":{"html":"https://doi.org/10.1023/a:1010933404324"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":5,"raw":"{\"title\": \"Random Forests\", \"authors\": [\"Leo Breiman\"], \"year\": 2001, \"venue\": \"Machine Learning\", \"keywords\": [{\"value\": \"random forests\", \"source\": \"extracted\"}, {\"value\": \"ensemble learning\", \"source\": \"extracted\"}, {\"value\": \"decision trees\", \"source\": \"extracted\"}], \"abstract\": \"Many trees, each grown on a random sample with random features at each split, vote; the error converges as their number grows and depends on their strength and correlation.\", \"ids\": {\"doi\": \"10.1023/A:1010933404324\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_shxxmtawmryp', 'p_shxxmtawmryp', 1796046227762492);
INSERT INTO records VALUES (6, '/papers/classics.jsonl', 'e38da94930ccb492e163af1a5088d997', 0, 'b2e23e67f3c579dc327f1720898d16be', '{"record":{"title":"Support-Vector Networks","authors":["Corinna Cortes","Vladimir Vapnik"],"abstract":"Input vectors are mapped to a very high-dimensional feature space in which a linear decision surface with a wide margin is built, also for data that cannot be separated without error.","tldr":null,"venue":"Machine Learning","year":1995,"keywords":[],"ids":{"doi":"10.1007/bf00994018"},"links":{"html":"https://doi.org/10.1007/bf00994018"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":6,"raw":"{\"title\": \"Support-Vector Networks\", \"authors\": [\"Corinna Cortes\", \"Vladimir Vapnik\"], \"year\": 1995, \"venue\": \"Machine Learning\", \"keywords\": [{\"value\": \"support vector machines\", \"source\": \"extracted\"}, {\"value\": \"classification\", \"source\": \"extracted\"}, {\"value\": \"kernel methods\", \"source\": \"extracted\"}], \"abstract\": \"Input vectors are mapped to a very high-dimensional feature space in which a linear decision surface with a wide margin is built, also for data that cannot be separated without error.\", \"ids\": {\"doi\": \"10.1007/BF00994018\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_nmapyqjvfubq', 'p_nmapyqjvfubq', 1796046227762492);
INSERT INTO records VALUES (7, '/papers/classics.jsonl', 'f7ff4c09208d65b107f4897c16301872', 0, 'c55a7d6c174b759517958394d5515bc1', '{"record":{"title":"Latent Dirichlet Allocation","authors":["David M. Blei","Andrew Y. Ng","Michael I. Jordan"],"abstract":"A three-level hierarchical Bayesian model describes each item of a collection as a finite mixture over topics; efficient approximate inference with variational methods is given.","tldr":{"text":"Documents are mixtures of topics, and topics are distributions over words.","source":"auto"},"venue":"Journal of Machine Learning Research","year":2003,"keywords":[],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":7,"raw":"{\"title\": \"Latent Dirichlet Allocation\", \"authors\": [\"David M. Blei\", \"Andrew Y. Ng\", \"Michael I. Jordan\"], \"year\": 2003, \"venue\": \"Journal of Machine Learning Research\", \"keywords\": [{\"value\": \"topic models\", \"source\": \"extracted\"}, {\"value\": \"variational inference\", \"source\": \"extracted\"}, {\"value\": \"latent variable models\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"Documents are mixtures of topics, and topics are distributions over words.\", \"source\": \"auto\"}, \"abstract\": \"A three-level hierarchical Bayesian model describes each item of a collection as a finite mixture over topics; efficient approximate inference with variational methods is given.\"}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_nvhmnepmebzx', 'p_nvhmnepmebzx', 1796046227762492);
INSERT INTO records VALUES (8, '/papers/classics.jsonl', '6b014b2ac3ce1c2d5d498945ac97e953', 0, '704ac4fc0b3f2847a54295e7fdcb034a', '{"record":{"title":"The PageRank Citation Ranking: Bringing Order to the Web","authors":["Lawrence Page","Sergey Brin","Rajeev Motwani","Terry Winograd"],"abstract":"The importance of a web page is computed from the link structure of the web by a random surfer; efficient computation for large numbers of pages and uses in search are described.","tldr":null,"venue":"Stanford InfoLab","year":1999,"keywords":[],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":8,"raw":"{\"title\": \"The PageRank Citation Ranking: Bringing Order to the Web\", \"authors\": [\"Lawrence Page\", \"Sergey Brin\", \"Rajeev Motwani\", \"Terry Winograd\"], \"year\": 1999, \"venue\": \"Stanford InfoLab\", \"keywords\": [{\"value\": \"web search\", \"source\": \"extracted\"}, {\"value\": \"link analysis\", \"source\": \"extracted\"}, {\"value\": \"ranking\", \"source\": \"extracted\"}], \"abstract\": \"The importance of a web page is computed from the link structure of the web by a random surfer; efficient computation for large numbers of pages and uses in search are described.\"}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_dzaerjdtmipp', 'p_dzaerjdtmipp', 1796046227762492);
INSERT INTO records VALUES (9, '/papers/classics.jsonl', '9f6e26454c74df367842dd2751c28e32', 0, '61dfd62c1f7021468211287f71866847', '{"record":{"title":"The Probabilistic Relevance Framework: BM25 and Beyond","authors":["Stephen Robertson","Hugo Zaragoza"],"abstract":"The probabilistic relevance framework is presented from a conceptual point of view, with the models derived from it, BM25 and BM25F, and their parameter optimization.","tldr":{"text":"Where BM25 comes from, and how it extends to fields and feedback.","source":"auto"},"venue":"Foundations and Trends in Information Retrieval","year":2009,"keywords":[],"ids":{"doi":"10.1561/1500000019"},"links":{"html":"https://doi.org/10.1561/1500000019"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":9,"raw":"{\"title\": \"The Probabilistic Relevance Framework: BM25 and Beyond\", \"authors\": [\"Stephen Robertson\", \"Hugo Zaragoza\"], \"year\": 2009, \"venue\": \"Foundations and Trends in Information Retrieval\", \"keywords\": [{\"value\": \"information retrieval\", \"source\": \"extracted\"}, {\"value\": \"ranking functions\", \"source\": \"extracted\"}, {\"value\": \"probabilistic models\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"Where BM25 comes from, and how it extends to fields and feedback.\", \"source\": \"auto\"}, \"abstract\": \"The probabilistic relevance framework is presented from a conceptual point of view, with the models derived from it, BM25 and BM25F, and their parameter optimization.\", \"ids\": {\"doi\": \"10.1561/1500000019\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_pozqdxukkjdd', 'p_pozqdxukkjdd', 1796046227762492);
INSERT INTO records VALUES (10, '/papers/classics.jsonl', 'c7820a7da79a70aa6241d25337f4507d', 0, '49572065a72d79b1d58f97db6f5e5b27', '{"record":{"title":"ImageNet: A Large-Scale Hierarchical Image Database","authors":["Jia Deng","Wei Dong","Richard Socher","Li-Jia Li","Kai Li","Li Fei-Fei"],"abstract":"Images are organized by the hierarchy of WordNet, with hundreds of clean full-resolution images for a synset, collected and verified by crowdsourcing.","tldr":null,"venue":"CVPR","year":2009,"keywords":[],"ids":{"doi":"10.1109/cvpr.2009.5206848"},"links":{"html":"https://doi.org/10.1109/cvpr.2009.5206848"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":10,"raw":"{\"title\": \"ImageNet: A Large-Scale Hierarchical Image Database\", \"authors\": [\"Jia Deng\", \"Wei Dong\", \"Richard Socher\", \"Li-Jia Li\", \"Kai Li\", \"Li Fei-Fei\"], \"year\": 2009, \"venue\": \"CVPR\", \"keywords\": [{\"value\": \"image classification\", \"source\": \"extracted\"}, {\"value\": \"datasets\", \"source\": \"extracted\"}, {\"value\": \"crowdsourcing\", \"source\": \"extracted\"}], \"abstract\": \"Images are organized by the hierarchy of WordNet, with hundreds of clean full-resolution images for a synset, collected and verified by crowdsourcing.\", \"ids\": {\"doi\": \"10.1109/CVPR.2009.5206848\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_cdbcayjjwlpk', 'p_cdbcayjjwlpk', 1796046227762492);
INSERT INTO records VALUES (11, '/papers/classics.jsonl', '4b407119b2094a5ee3fa44914c22cbb7', 0, '193c5760dd0d9996949b1e6e187ba600', '{"record":{"title":"ImageNet Classification with Deep Convolutional Neural Networks","authors":["Alex Krizhevsky","Ilya Sutskever","Geoffrey E. Hinton"],"abstract":"A deep network with five convolutional layers, rectified linear units and dropout classifies the ImageNet images far better than anything before; data augmentation and two GPUs make its training possible.","tldr":{"text":"A large convolutional network trained on GPUs halves the error on ImageNet.","source":"auto"},"venue":"NIPS","year":2012,"keywords":[],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":11,"raw":"{\"title\": \"ImageNet Classification with Deep Convolutional Neural Networks\", \"authors\": [\"Alex Krizhevsky\", \"Ilya Sutskever\", \"Geoffrey E. Hinton\"], \"year\": 2012, \"venue\": \"NIPS\", \"keywords\": [{\"value\": \"convolutional neural networks\", \"source\": \"extracted\"}, {\"value\": \"image classification\", \"source\": \"extracted\"}, {\"value\": \"dropout\", \"source\": \"extracted\"}, {\"value\": \"GPU training\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"A large convolutional network trained on GPUs halves the error on ImageNet.\", \"source\": \"auto\"}, \"abstract\": \"A deep network with five convolutional layers, rectified linear units and dropout classifies the ImageNet images far better than anything before; data augmentation and two GPUs make its training possible.\"}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_drwkluzdwiam', 'p_drwkluzdwiam', 1796046227762492);
INSERT INTO records VALUES (12, '/papers/classics.jsonl', '5d2cbbe36359cfa2945aff045f527ad3', 0, 'd38246f96bd8801ff6d41eb72a05efd1', '{"record":{"title":"Generative Adversarial Networks","authors":["Ian J. Goodfellow","Jean Pouget-Abadie","Mehdi Mirza","Bing Xu","David Warde-Farley","Sherjil Ozair","Aaron Courville","Yoshua Bengio"],"abstract":"A generative model is trained against a discriminative one in a minimax game; at the optimum the generator recovers the data distribution, and no Markov chains are needed.","tldr":{"text":"Two networks play a game: one makes samples, the other tries to tell them from data.","source":"auto"},"venue":"NIPS","year":2014,"keywords":[],"ids":{"arxiv":"1406.2661"},"links":{"html":"https://arxiv.org/abs/1406.2661"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":12,"raw":"{\"title\": \"Generative Adversarial Networks\", \"authors\": [\"Ian J. Goodfellow\", \"Jean Pouget-Abadie\", \"Mehdi Mirza\", \"Bing Xu\", \"David Warde-Farley\", \"Sherjil Ozair\", \"Aaron Courville\", \"Yoshua Bengio\"], \"year\": 2014, \"venue\": \"NIPS\", \"keywords\": [{\"value\": \"generative adversarial networks\", \"source\": \"extracted\"}, {\"value\": \"generative models\", \"source\": \"extracted\"}, {\"value\": \"minimax games\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"Two networks play a game: one makes samples, the other tries to tell them from data.\", \"source\": \"auto\"}, \"abstract\": \"A generative model is trained against a discriminative one in a minimax game; at the optimum the generator recovers the data distribution, and no Markov chains are needed.\", \"ids\": {\"arxiv\": \"1406.2661\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_walecmmtjmwq', 'p_walecmmtjmwq', 1796046227762492);
INSERT INTO records VALUES (13, '/papers/classics.jsonl', 'fd2f38b23e7a89975c26661f2ca8d388', 0, 'e9702317e388455cef40fe78e63db54d', '{"record":{"title":"Neural Machine Translation by Jointly Learning to Align and Translate","authors":["Dzmitry Bahdanau","Kyunghyun Cho","Yoshua Bengio"],"abstract":"A fixed-length encoding is a bottleneck of encoder-decoder translation; letting the model search softly for the parts of the source sentence that matter to each target word removes it and gives sensible alignments.","tldr":{"text":"The decoder looks for the relevant source words by itself instead of using one fixed vector.","source":"auto"},"venue":"ICLR","year":2015,"keywords":[],"ids":{"arxiv":"1409.0473"},"links":{"html":"https://arxiv.org/abs/1409.0473"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":13,"raw":"{\"title\": \"Neural Machine Translation by Jointly Learning to Align and Translate\", \"authors\": [\"Dzmitry Bahdanau\", \"Kyunghyun Cho\", \"Yoshua Bengio\"], \"year\": 2015, \"venue\": \"ICLR\", \"keywords\": [{\"value\": \"machine translation\", \"source\": \"extracted\"}, {\"value\": \"attention mechanisms\", \"source\": \"extracted\"}, {\"value\": \"recurrent neural networks\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"The decoder looks for the relevant source words by itself instead of using one fixed vector.\", \"source\": \"auto\"}, \"abstract\": \"A fixed-length encoding is a bottleneck of encoder-decoder translation; letting the model search softly for the parts of the source sentence that matter to each target word removes it and gives sensible alignments.\", \"ids\": {\"arxiv\": \"1409.0473\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_kdkujghavcwz', 'p_kdkujghavcwz', 1796046227762492);
INSERT INTO records VALUES (14, '/papers/classics.jsonl', '888bbd2a3f16f00866dba08085b31c68', 0, 'dafccb2f3266a42362672b592e5a8b13', '{"record":{"title":"Sequence to Sequence Learning with Neural Networks","authors":["Ilya Sutskever","Oriol Vinyals","Quoc V. Le"],"abstract":"One deep LSTM reads the source sentence into a vector and another writes the target sentence from it; reversing the source words helps markedly.","tldr":null,"venue":"NIPS","year":2014,"keywords":[],"ids":{"arxiv":"1409.3215"},"links":{"html":"https://arxiv.org/abs/1409.3215"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":14,"raw":"{\"title\": \"Sequence to Sequence Learning with Neural Networks\", \"authors\": [\"Ilya Sutskever\", \"Oriol Vinyals\", \"Quoc V. Le\"], \"year\": 2014, \"venue\": \"NIPS\", \"keywords\": [{\"value\": \"machine translation\", \"source\": \"extracted\"}, {\"value\": \"sequence models\", \"source\": \"extracted\"}, {\"value\": \"long short-term memory\", \"source\": \"extracted\"}], \"abstract\": \"One deep LSTM reads the source sentence into a vector and another writes the target sentence from it; reversing the source words helps markedly.\", \"ids\": {\"arxiv\": \"1409.3215\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_viubrkdcspla', 'p_viubrkdcspla', 1796046227762492);
INSERT INTO records VALUES (15, '/papers/classics.jsonl', '6480b3d49ab2f60e0dde9c5f11c928d9', 0, '983c52173ce12d0546ee0aeac817d037', '{"record":{"title":"Very Deep Convolutional Networks for Large-Scale Image Recognition","authors":["Karen Simonyan","Andrew Zisserman"],"abstract":"Depth is increased to nineteen weight layers with very small 3 x 3 filters throughout, which improves localisation and classification on ImageNet and generalises to other data.","tldr":null,"venue":"ICLR","year":2015,"keywords":[],"ids":{"arxiv":"1409.1556"},"links":{"html":"https://arxiv.org/abs/1409.1556"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":15,"raw":"{\"title\": \"Very Deep Convolutional Networks for Large-Scale Image Recognition\", \"authors\": [\"Karen Simonyan\", \"Andrew Zisserman\"], \"year\": 2015, \"venue\": \"ICLR\", \"keywords\": [{\"value\": \"convolutional neural networks\", \"source\": \"extracted\"}, {\"value\": \"image classification\", \"source\": \"extracted\"}, {\"value\": \"network depth\", \"source\": \"extracted\"}], \"abstract\": \"Depth is increased to nineteen weight layers with very small 3 x 3 filters throughout, which improves localisation and classification on ImageNet and generalises to other data.\", \"ids\": {\"arxiv\": \"1409.1556\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_tfkirydlqazc', 'p_tfkirydlqazc', 1796046227762492);
INSERT INTO records VALUES (16, '/papers/classics.jsonl', '02892dcf783965e26f3858c61302cb4e', 0, '8c4ce3af87badaf9370e9bbd5fa4f912', '{"record":{"title":"Going Deeper with Convolutions","authors":["Christian Szegedy","Wei Liu","Yangqing Jia","Pierre Sermanet","Scott Reed","Dragomir Anguelov","Dumitru Erhan","Vincent Vanhoucke","Andrew Rabinovich"],"abstract":"The Inception architecture makes better use of computation inside the network, so that depth and width can grow on a constant budget.","tldr":null,"venue":"CVPR","year":2015,"keywords":[],"ids":{"arxiv":"1409.4842"},"links":{"html":"https://arxiv.org/abs/1409.4842"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":16,"raw":"{\"title\": \"Going Deeper with Convolutions\", \"authors\": [\"Christian Szegedy\", \"Wei Liu\", \"Yangqing Jia\", \"Pierre Sermanet\", \"Scott Reed\", \"Dragomir Anguelov\", \"Dumitru Erhan\", \"Vincent Vanhoucke\", \"Andrew Rabinovich\"], \"year\": 2015, \"venue\": \"CVPR\", \"keywords\": [{\"value\": \"convolutional neural networks\", \"source\": \"extracted\"}, {\"value\": \"image classification\", \"source\": \"extracted\"}, {\"value\": \"object detection\", \"source\": \"extracted\"}], \"abstract\": \"The Inception architecture makes better use of computation inside the network, so that depth and width can grow on a constant budget.\", \"ids\": {\"arxiv\": \"1409.4842\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_ignadnxtqlqj', 'p_ignadnxtqlqj', 1796046227762492);
INSERT INTO records VALUES (17, '/papers/classics.jsonl', '120331a7d74423ea61c4e02a286ebcb0', 0, 'be5dfe9ac71e0eb14f29bdb655bd9de9', '{"record":{"title":"Dropout: A Simple Way to Prevent Neural Networks from Overfitting","authors":["Nitish Srivastava","Geoffrey E. Hinton","Alex Krizhevsky","Ilya Sutskever","Ruslan Salakhutdinov"],"abstract":"Units are dropped at random during training, which keeps them from co-adapting; at test time one unthinned network with smaller weights approximates the average of exponentially many.","tldr":null,"venue":"Journal of Machine Learning Research","year":2014,"keywords":[],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":17,"raw":"{\"title\": \"Dropout: A Simple Way to Prevent Neural Networks from Overfitting\", \"authors\": [\"Nitish Srivastava\", \"Geoffrey E. Hinton\", \"Alex Krizhevsky\", \"Ilya Sutskever\", \"Ruslan Salakhutdinov\"], \"year\": 2014, \"venue\": \"Journal of Machine Learning Research\", \"keywords\": [{\"value\": \"dropout\", \"source\": \"extracted\"}, {\"value\": \"regularization\", \"source\": \"extracted\"}, {\"value\": \"overfitting\", \"source\": \"extracted\"}], \"abstract\": \"Units are dropped at random during training, which keeps them from co-adapting; at test time one unthinned network with smaller weights approximates the average of exponentially many.\"}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_ouokbaxmdolk', 'p_ouokbaxmdolk', 1796046227762492);
INSERT INTO records VALUES (18, '/papers/classics.jsonl', '4cfca00f683d24f98de794ad83ab6bba', 0, '9bfdc057f9caf38d15d74438488ed271', '{"record":{"title":"Human-level control through deep reinforcement learning","authors":["Volodymyr Mnih","Koray Kavukcuoglu","David Silver","Andrei A. Rusu","Joel Veness","Marc G. Bellemare","Alex Graves","Martin Riedmiller","Andreas K. Fidjeland","Georg Ostrovski","Stig Petersen","Charles Beattie","Amir Sadik","Ioannis Antonoglou","Helen King","Dharshan Kumaran","Daan Wierstra","Shane Legg","Demis Hassabis"],"abstract":"A deep Q-network with experience replay and a target network learns policies directly from pixels and reaches the level of a professional tester on many Atari games.","tldr":{"text":"One agent learns dozens of Atari games from pixels and scores.","source":"auto"},"venue":"Nature","year":2015,"keywords":[],"ids":{"doi":"10.1038/nature14236"},"links":{"html":"https://doi.org/10.1038/nature14236"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":18,"raw":"{\"title\": \"Human-level control through deep reinforcement learning\", \"authors\": [\"Volodymyr Mnih\", \"Koray Kavukcuoglu\", \"David Silver\", \"Andrei A. Rusu\", \"Joel Veness\", \"Marc G. Bellemare\", \"Alex Graves\", \"Martin Riedmiller\", \"Andreas K. Fidjeland\", \"Georg Ostrovski\", \"Stig Petersen\", \"Charles Beattie\", \"Amir Sadik\", \"Ioannis Antonoglou\", \"Helen King\", \"Dharshan Kumaran\", \"Daan Wierstra\", \"Shane Legg\", \"Demis Hassabis\"], \"year\": 2015, \"venue\": \"Nature\", \"keywords\": [{\"value\": \"deep reinforcement learning\", \"source\": \"extracted\"}, {\"value\": \"Q-learning\", \"source\": \"extracted\"}, {\"value\": \"Atari games\", \"source\": \"extracted\"}], \"tldr\": {\"text\": \"One agent learns dozens of Atari games from pixels and scores.\", \"source\": \"auto\"}, \"abstract\": \"A deep Q-network with experience replay and a target network learns policies directly from pixels and reaches the level of a professional tester on many Atari games.\", \"ids\": {\"doi\": \"10.1038/nature14236\"}}","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"paper-json","url":"classics.jsonl","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"paper-json","parser_version":2}', 'p_wittmhmmecbu', 'p_wittmhmmecbu', 1796046227762492);
INSERT INTO records VALUES (19, '/papers/arxiv-listing.txt', 'bf6652c6fc0b5ddc69cda43354129dad', 0, 'c03d87cc2602755339c0497735e25d06', '{"record":{"title":null,"authors":[],"abstract":"A scene is represented by a fully connected network that maps a position and a viewing direction to density and colour. Volume rendering along camera rays is differentiable, so that the network can be fitted to a set of photographs; positional encoding and hierarchical sampling let it show fine detail in new views.","tldr":null,"venue":"ECCV","year":2020,"keywords":[],"ids":{"arxiv":"2003.08934"},"links":{"html":"https://arxiv.org/abs/2003.08934"},"materials":[],"comments":"ECCV 2020 (oral)","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":1,"raw":"A scene is represented by a fully connected network that maps a position and a viewing direction to density and colour. Volume rendering along camera rays is differentiable, so that the network can be fitted to a set of photographs; positional encoding and hierarchical sampling let it show fine detail in new views.\nECCV 2020 (oral)\narXiv:2003.08934","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_ubwdaoigqetw', 'p_ubwdaoigqetw', 1796046228190101);
INSERT INTO records VALUES (20, '/papers/arxiv-listing.txt', 'ba06808ace8211b90396fb2f16ee376c', 0, 'acef730169a86d43c384928b8b0dba74', '{"record":{"title":null,"authors":[],"abstract":"Differentiable architecture search needs so much memory that it is usually run on proxy tasks. By sampling and binarizing paths, this method trains an over-parameterized network at the memory cost of a single compact model, so the search can take place on the real task and the real hardware. A differentiable model of latency lets it specialize architectures for phones, CPUs and GPUs.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1812.00332"},"links":{"html":"https://arxiv.org/abs/1812.00332"},"materials":[],"comments":"ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":3,"raw":"Differentiable architecture search needs so much memory that it is usually run on proxy tasks. By sampling and binarizing paths, this method trains an over-parameterized network at the memory cost of a single compact model, so the search can take place on the real task and the real hardware. A differentiable model of latency lets it specialize architectures for phones, CPUs and GPUs.\nICLR 2019\narXiv:1812.00332","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_lravleezxgdg', 'p_lravleezxgdg', 1796046228190101);
INSERT INTO records VALUES (21, '/papers/arxiv-listing.txt', 'c434ef48aec48e7d20bc8ac1c0c40e17', 0, 'b6a25e3c101c09f3a2d44a1176e650b5', '{"record":{"title":null,"authors":[],"abstract":"Do convolutional networks recognise objects by their shape, as people do, or by their texture? With images in which the two disagree, the authors show that networks trained on ImageNet decide by texture while humans decide by shape. Training on a stylized version of ImageNet shifts the same architecture towards shape, and this brings better object detection and an unexpected robustness to many kinds of image distortion.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1811.12231"},"links":{"html":"https://arxiv.org/abs/1811.12231"},"materials":[],"comments":"Accepted at ICLR 2019 (oral)","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":5,"raw":"Do convolutional networks recognise objects by their shape, as people do, or by their texture? With images in which the two disagree, the authors show that networks trained on ImageNet decide by texture while humans decide by shape. Training on a stylized version of ImageNet shifts the same architecture towards shape, and this brings better object detection and an unexpected robustness to many kinds of image distortion.\nAccepted at ICLR 2019 (oral)\narXiv:1811.12231","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_jqcvvvwhpgbh', 'p_jqcvvvwhpgbh', 1796046228190101);
INSERT INTO records VALUES (22, '/papers/arxiv-listing.txt', 'a870ec6a45a3b82e9b5b1ddfe82900d8', 0, 'afb7aebd7171227648e6aaeac37a1e96', '{"record":{"title":null,"authors":[],"abstract":"An exploration bonus for deep reinforcement learning is introduced that is easy to implement and adds little computation: the error of a network that predicts the features which a fixed, randomly initialized network gives to an observation. Familiar states are predicted well, novel ones are not. Combined with a flexible way to mix intrinsic and extrinsic rewards, it exceeds average human performance on Montezuma''s Revenge without demonstrations.","tldr":null,"venue":null,"year":2018,"keywords":[],"ids":{"arxiv":"1810.12894"},"links":{"html":"https://arxiv.org/abs/1810.12894"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":7,"raw":"An exploration bonus for deep reinforcement learning is introduced that is easy to implement and adds little computation: the error of a network that predicts the features which a fixed, randomly initialized network gives to an observation. Familiar states are predicted well, novel ones are not. Combined with a flexible way to mix intrinsic and extrinsic rewards, it exceeds average human performance on Montezuma''s Revenge without demonstrations.\narXiv:1810.12894","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_lnpuektxueth', 'p_lnpuektxueth', 1796046228190101);
INSERT INTO records VALUES (23, '/papers/arxiv-listing.txt', '674be606cf37a4dc7ee597b44467d9d2', 0, '58f9c3bbd0ece623433c42c7f891d568', '{"record":{"title":null,"authors":[],"abstract":"Language is nested: smaller units end before larger ones do. This inductive bias is built into a recurrent network by ordering its neurons; a master forget gate makes sure that when a neuron is erased, all lower ones are erased too. The ordered neurons LSTM does well on language modeling, targeted syntactic evaluation and logical inference, and its gates give unsupervised constituency parses.","tldr":null,"venue":null,"year":2018,"keywords":[],"ids":{"arxiv":"1810.09536"},"links":{"html":"https://arxiv.org/abs/1810.09536"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":8,"raw":"Language is nested: smaller units end before larger ones do. This inductive bias is built into a recurrent network by ordering its neurons; a master forget gate makes sure that when a neuron is erased, all lower ones are erased too. The ordered neurons LSTM does well on language modeling, targeted syntactic evaluation and logical inference, and its gates give unsupervised constituency parses.\narXiv:1810.09536","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_xhprwfjyicrd', 'p_xhprwfjyicrd', 1796046228190101);
INSERT INTO records VALUES (24, '/papers/arxiv-listing.txt', '7496b4fe281c3f5f2414b93f0898cfc5', 0, '1dbe477e38fc5436de9d343913182fb6', '{"record":{"title":null,"authors":[],"abstract":"Most pruning methods need a trained network and many rounds of pruning and tuning. This one prunes at initialization, in a single shot: a saliency criterion measures how sensitive the loss is to each connection, the least sensitive are removed, and the sparse network is then trained in the usual way. Extremely sparse networks keep nearly the accuracy of the dense ones for several architectures on image classification.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1810.02340"},"links":{"html":"https://arxiv.org/abs/1810.02340"},"materials":[],"comments":"Under review at ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":9,"raw":"Most pruning methods need a trained network and many rounds of pruning and tuning. This one prunes at initialization, in a single shot: a saliency criterion measures how sensitive the loss is to each connection, the least sensitive are removed, and the sparse network is then trained in the usual way. Extremely sparse networks keep nearly the accuracy of the dense ones for several architectures on image classification.\nUnder review at ICLR 2019\narXiv:1810.02340","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_uavxeuukkxkh', 'p_uavxeuukkxkh', 1796046228190101);
INSERT INTO records VALUES (25, '/papers/arxiv-listing.txt', '7ba797e82c2e27025ec69beff4764f96', 0, '2c393054cac08aebd655582f79f73c0a', '{"record":{"title":null,"authors":[],"abstract":"Graph neural networks aggregate the features of neighbouring nodes again and again, but which graphs can they tell apart? The paper gives a theory: no such network is stronger than the Weisfeiler-Lehman isomorphism test, popular variants with mean or max aggregation are strictly weaker, and an injective aggregator reaches the limit. The Graph Isomorphism Network built on this insight is simple and does well on graph classification benchmarks.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1810.00826"},"links":{"html":"https://arxiv.org/abs/1810.00826"},"materials":[],"comments":"ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":11,"raw":"Graph neural networks aggregate the features of neighbouring nodes again and again, but which graphs can they tell apart? The paper gives a theory: no such network is stronger than the Weisfeiler-Lehman isomorphism test, popular variants with mean or max aggregation are strictly weaker, and an injective aggregator reaches the limit. The Graph Isomorphism Network built on this insight is simple and does well on graph classification benchmarks.\nICLR 2019\narXiv:1810.00826","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_witbwffguymz', 'p_witbwffguymz', 1796046228190101);
INSERT INTO records VALUES (26, '/papers/arxiv-listing.txt', '7d42d1e22e2824af985c98db89b403a0', 0, 'c903a8b5dadba535faf14b7b59f4d809', '{"record":{"title":null,"authors":[],"abstract":"The paper studies what happens when generative adversarial networks are scaled up. Larger batches and more channels help greatly, orthogonal regularization of the generator makes it possible to trade variety for fidelity by truncating the latent noise, and the instabilities that appear at this scale are described and partly tamed. The resulting model, BigGAN, improves the Inception score and the Frechet inception distance on ImageNet at 128 x 128 pixels by a wide margin.","tldr":null,"venue":null,"year":2018,"keywords":[],"ids":{"arxiv":"1809.11096"},"links":{"html":"https://arxiv.org/abs/1809.11096"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":13,"raw":"The paper studies what happens when generative adversarial networks are scaled up. Larger batches and more channels help greatly, orthogonal regularization of the generator makes it possible to trade variety for fidelity by truncating the latent noise, and the instabilities that appear at this scale are described and partly tamed. The resulting model, BigGAN, improves the Inception score and the Frechet inception distance on ImageNet at 128 x 128 pixels by a wide margin.\narXiv:1809.11096","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_mnqqcmucbwea', 'p_mnqqcmucbwea', 1796046228190101);
INSERT INTO records VALUES (27, '/papers/arxiv-listing.txt', '10c122e76d75a327edb401321efca275', 0, '6bfc38de2c69d44b4818d9895a9bad67', '{"record":{"title":null,"authors":[],"abstract":"Deep Graph Infomax learns node representations of graphs without any labels. It maximizes the mutual information between local patch representations, made by a graph convolutional encoder, and a summary of the whole graph, with a corrupted graph as the source of negative examples. The embeddings are competitive with supervised learning on citation networks and work for unseen graphs as well.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1809.10341"},"links":{"html":"https://arxiv.org/abs/1809.10341"},"materials":[],"comments":"To appear at ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":14,"raw":"Deep Graph Infomax learns node representations of graphs without any labels. It maximizes the mutual information between local patch representations, made by a graph convolutional encoder, and a summary of the whole graph, with a corrupted graph as the source of negative examples. The embeddings are competitive with supervised learning on citation networks and work for unseen graphs as well.\nTo appear at ICLR 2019\narXiv:1809.10341","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_hywwnarquilr', 'p_hywwnarquilr', 1796046228190101);
INSERT INTO records VALUES (32, '/papers/arxiv-listing.txt', 'ee8804e9363e77c2bdfb3092b5787460', 0, '4ee1bdac494327bddb255e30e5c448b5', '{"record":{"title":null,"authors":[],"abstract":"Policy gradient methods alternate between sampling data and optimizing a surrogate objective. A clipped objective makes several epochs of mini-batch updates safe, keeps the good properties of trust region methods, and is much simpler to implement. The method compares well on simulated robots and Atari games.","tldr":null,"venue":null,"year":2017,"keywords":[],"ids":{"arxiv":"1707.06347"},"links":{"html":"https://arxiv.org/abs/1707.06347"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":24,"raw":"Policy gradient methods alternate between sampling data and optimizing a surrogate objective. A clipped objective makes several epochs of mini-batch updates safe, keeps the good properties of trust region methods, and is much simpler to implement. The method compares well on simulated robots and Atari games.\narXiv:1707.06347","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_luvufekhjsmf', 'p_luvufekhjsmf', 1796046228190101);
INSERT INTO records VALUES (28, '/papers/arxiv-listing.txt', '4b71f90ec35e460322d411dd2a42fe7a', 0, '5973af4d92598d04eb407e621a0fd547', '{"record":{"title":null,"authors":[],"abstract":"Searching for a network architecture usually means training thousands of candidates. This work relaxes the discrete choice between operations to a softmax over all of them, so that architecture and weights can be optimized together by gradient descent in a bilevel problem. The search takes a few GPU days instead of thousands and finds convolutional cells for image classification and recurrent cells for language modeling that are competitive with those of far costlier methods.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1806.09055"},"links":{"html":"https://arxiv.org/abs/1806.09055","code":"https://github.com/quark0/darts"},"materials":[],"comments":"Published at ICLR 2019; Code and pretrained models available at https://github.com/quark0/darts","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":16,"raw":"Searching for a network architecture usually means training thousands of candidates. This work relaxes the discrete choice between operations to a softmax over all of them, so that architecture and weights can be optimized together by gradient descent in a bilevel problem. The search takes a few GPU days instead of thousands and finds convolutional cells for image classification and recurrent cells for language modeling that are competitive with those of far costlier methods.\nPublished at ICLR 2019; Code and pretrained models available at https://github.com/quark0/darts\narXiv:1806.09055","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_fliodxglouak', 'p_fliodxglouak', 1796046228190101);
INSERT INTO records VALUES (29, '/papers/arxiv-listing.txt', '210472281f54e0c273f1f17177e8417a', 0, '70bc4f52709f5bf024e5f0eb32d81ae8', '{"record":{"title":null,"authors":[],"abstract":"Models of natural language understanding should not be tied to a single task. GLUE collects nine existing data sets for sentence and sentence pair understanding, some with little training data, together with a hand-made diagnostic set that probes linguistic phenomena. Baselines with transfer learning beat models trained for each task alone, but their low absolute scores leave much room for better general systems.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1804.07461"},"links":{"html":"https://arxiv.org/abs/1804.07461"},"materials":[],"comments":"ICLR 2019; https://gluebenchmark.com/","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":18,"raw":"Models of natural language understanding should not be tied to a single task. GLUE collects nine existing data sets for sentence and sentence pair understanding, some with little training data, together with a hand-made diagnostic set that probes linguistic phenomena. Baselines with transfer learning beat models trained for each task alone, but their low absolute scores leave much room for better general systems.\nICLR 2019; https://gluebenchmark.com/\narXiv:1804.07461","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_nseaezebxvfu', 'p_nseaezebxvfu', 1796046228190101);
INSERT INTO records VALUES (30, '/papers/arxiv-listing.txt', '858e3cd49216fb82c8565c4590a714c5', 0, 'a13b3b16c2a29400e3b9b2e6b5483db7', '{"record":{"title":null,"authors":[],"abstract":"Pruning can remove most of a trained network''s weights without harm, yet the small networks that remain are hard to train from scratch. This paper shows that the trouble is the initialization: when the surviving weights are reset to the values they had at the very beginning, the pruned network learns as fast as the full one and reaches its accuracy. The authors call such subnetworks winning tickets, find them by iterative magnitude pruning on MNIST and CIFAR-10, and ask what this says about why large networks are easy to optimize.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1803.03635"},"links":{"html":"https://arxiv.org/abs/1803.03635"},"materials":[],"comments":"ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":20,"raw":"Pruning can remove most of a trained network''s weights without harm, yet the small networks that remain are hard to train from scratch. This paper shows that the trouble is the initialization: when the surviving weights are reset to the values they had at the very beginning, the pruned network learns as fast as the full one and reaches its accuracy. The authors call such subnetworks winning tickets, find them by iterative magnitude pruning on MNIST and CIFAR-10, and ask what this says about why large networks are easy to optimize.\nICLR 2019\narXiv:1803.03635","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_awhdisslfrcb', 'p_awhdisslfrcb', 1796046228190101);
INSERT INTO records VALUES (33, '/papers/arxiv-listing.txt', '6de4eb30b4d1fd8b6f104b287967505f', 0, '55531e333574892ca6359d44a250f021', '{"record":{"title":null,"authors":[],"abstract":"Sequence transduction no longer needs recurrence or convolution. The Transformer is built on attention alone, with several heads that attend to different positions, and positional encodings in place of order. It trains faster because all positions are processed in parallel, sets new best scores on two machine translation tasks, and carries over to constituency parsing.","tldr":null,"venue":"NIPS","year":2017,"keywords":[],"ids":{"arxiv":"1706.03762"},"links":{"html":"https://arxiv.org/abs/1706.03762"},"materials":[],"comments":"15 pages, 5 figures; NIPS 2017","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":25,"raw":"Sequence transduction no longer needs recurrence or convolution. The Transformer is built on attention alone, with several heads that attend to different positions, and positional encodings in place of order. It trains faster because all positions are processed in parallel, sets new best scores on two machine translation tasks, and carries over to constituency parsing.\n15 pages, 5 figures\nNIPS 2017\narXiv:1706.03762","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_moixmazlcdnm', 'p_moixmazlcdnm', 1796046228190101);
INSERT INTO records VALUES (34, '/papers/arxiv-listing.txt', '03ebb5e12aa437f92820880b46e0e3b4', 0, '46a6c784e308a67cd6268a9b2036cd35', '{"record":{"title":null,"authors":[],"abstract":"Meta-learning is made independent of the model: the parameters are trained so that a small number of gradient steps on a few examples of a new task gives good performance on that task. The method applies to classification, regression and reinforcement learning with policy gradients.","tldr":null,"venue":"ICML","year":2017,"keywords":[],"ids":{"arxiv":"1703.03400"},"links":{"html":"https://arxiv.org/abs/1703.03400","code":"https://github.com/cbfinn/maml"},"materials":[],"comments":"ICML 2017. Code at https://github.com/cbfinn/maml","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":28,"raw":"Meta-learning is made independent of the model: the parameters are trained so that a small number of gradient steps on a few examples of a new task gives good performance on that task. The method applies to classification, regression and reinforcement learning with policy gradients.\nICML 2017. Code at https://github.com/cbfinn/maml\narXiv:1703.03400","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_sozrumfcsdmd', 'p_sozrumfcsdmd', 1796046228190101);
INSERT INTO records VALUES (35, '/papers/arxiv-listing.txt', '3891fcd69fd921ac2c5f26a27be126b1', 0, 'c1c7a100910a7ae5f8243eff59507d61', '{"record":{"title":null,"authors":[],"abstract":"Normalizing the activities of a layer over its neurons, instead of over the cases of a mini-batch, makes the computation the same at training and test time. Layer normalization stabilizes the hidden state of recurrent networks and shortens their training substantially.","tldr":null,"venue":null,"year":2016,"keywords":[],"ids":{"arxiv":"1607.06450"},"links":{"html":"https://arxiv.org/abs/1607.06450"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":30,"raw":"Normalizing the activities of a layer over its neurons, instead of over the cases of a mini-batch, makes the computation the same at training and test time. Layer normalization stabilizes the hidden state of recurrent networks and shortens their training substantially.\narXiv:1607.06450","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_uqqsggsdykhi', 'p_uqqsggsdykhi', 1796046228190101);
INSERT INTO records VALUES (36, '/papers/arxiv-listing.txt', '08e9553d28e411d030a77469a7ee4b0d', 0, 'c4547d860c9fde92b63d0b79d786f144', '{"record":{"title":null,"authors":[],"abstract":"A convolutional network for biomedical image segmentation contracts to capture context and expands symmetrically to localize precisely, with copies of early feature maps passed across. Strong data augmentation with elastic deformations lets it learn from very few annotated images; it won the cell tracking challenge by a large margin.","tldr":null,"venue":"MICCAI","year":2015,"keywords":[],"ids":{"arxiv":"1505.04597","doi":"10.1007/978-3-319-24574-4_28"},"links":{"html":"https://arxiv.org/abs/1505.04597"},"materials":[],"comments":"conditionally accepted at MICCAI 2015","journal_ref":"Medical Image Computing and Computer-Assisted Intervention. Springer, Cham, 2015","full_text":null,"is_retracted":false,"profile_fields":[],"line":31,"raw":"A convolutional network for biomedical image segmentation contracts to capture context and expands symmetrically to localize precisely, with copies of early feature maps passed across. Strong data augmentation with elastic deformations lets it learn from very few annotated images; it won the cell tracking challenge by a large margin.\nconditionally accepted at MICCAI 2015\narXiv:1505.04597 - doi: 10.1007/978-3-319-24574-4_28 Medical Image Computing and Computer-Assisted Intervention. Springer, Cham, 2015","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_slempdzcoeig', 'p_slempdzcoeig', 1796046228190101);
INSERT INTO records VALUES (37, '/papers/arxiv-listing.txt', '03d975df7062ac04d1b4be21c283efa1', 0, 'fd15d6f8e8b44ac7ac0316460b807dd3', '{"record":{"title":null,"authors":[],"abstract":"Knowledge of a large ensemble can be transferred to a single small model by training it on the softened output probabilities of the ensemble. Raising the temperature of the softmax shows which wrong answers are nearly right, and this carries most of the information. Results on digits and on a commercial speech recognition system are reported.","tldr":null,"venue":"NIPS Workshop","year":2014,"keywords":[],"ids":{"arxiv":"1503.02531"},"links":{"html":"https://arxiv.org/abs/1503.02531"},"materials":[],"comments":"NIPS 2014 Deep Learning Workshop","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":33,"raw":"Knowledge of a large ensemble can be transferred to a single small model by training it on the softened output probabilities of the ensemble. Raising the temperature of the softmax shows which wrong answers are nearly right, and this carries most of the information. Results on digits and on a commercial speech recognition system are reported.\nNIPS 2014 Deep Learning Workshop\narXiv:1503.02531","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_cthwnfspubnm', 'p_cthwnfspubnm', 1796046228190101);
INSERT INTO records VALUES (38, '/papers/arxiv-listing.txt', '64c07d4df908ecac73adc533774a79a1', 0, '636687dec5e447e4ca10eb22bc06a34d', '{"record":{"title":null,"authors":[],"abstract":"Deep networks are trained more easily when the inputs of each layer keep the same distribution. Batch normalization normalizes them over every mini-batch as a part of the architecture. Higher learning rates become possible, initialization matters less, and the regularizing effect can make dropout unnecessary.","tldr":null,"venue":"ICML","year":2015,"keywords":[],"ids":{"arxiv":"1502.03167"},"links":{"html":"https://arxiv.org/abs/1502.03167"},"materials":[],"comments":"ICML 2015","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":35,"raw":"Deep networks are trained more easily when the inputs of each layer keep the same distribution. Batch normalization normalizes them over every mini-batch as a part of the architecture. Higher learning rates become possible, initialization matters less, and the regularizing effect can make dropout unnecessary.\nICML 2015\narXiv:1502.03167","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_hegvgvvsnwzy', 'p_hegvgvvsnwzy', 1796046228190101);
INSERT INTO records VALUES (39, '/papers/arxiv-listing.txt', '099fc4521ba2f0038c8966aef6f7ac51', 0, '298b6723209a294b10ef742e4e1e19cd', '{"record":{"title":null,"authors":[],"abstract":"A method for stochastic optimization is introduced that keeps running averages of the gradient and of its square, and corrects both for their bias towards zero. Adam is simple to implement, invariant to diagonal rescaling of the gradients, and needs little tuning. Regret bounds are given, and experiments show that it works well in practice.","tldr":null,"venue":"ICLR","year":2015,"keywords":[],"ids":{"arxiv":"1412.6980"},"links":{"html":"https://arxiv.org/abs/1412.6980"},"materials":[],"comments":"Published as a conference paper at ICLR 2015","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":37,"raw":"A method for stochastic optimization is introduced that keeps running averages of the gradient and of its square, and corrects both for their bias towards zero. Adam is simple to implement, invariant to diagonal rescaling of the gradients, and needs little tuning. Regret bounds are given, and experiments show that it works well in practice.\nPublished as a conference paper at ICLR 2015\narXiv:1412.6980","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_idogrzsvubjt', 'p_idogrzsvubjt', 1796046228190101);
INSERT INTO records VALUES (40, '/papers/arxiv-listing.txt', '252f8eb61f6bdc8df75441e043f7ef25', 0, '123e00e108b82e2243f394cd8dfa27db', '{"record":{"title":null,"authors":[],"abstract":"A simple probabilistic trick trains a directed latent variable model with a continuous posterior: the noise is moved out of the sampling step, so that a lower bound of the likelihood can be optimized by ordinary stochastic gradients. An inference network shared over all data points makes the approximate posterior cheap.","tldr":null,"venue":null,"year":2013,"keywords":[],"ids":{"arxiv":"1312.6114"},"links":{"html":"https://arxiv.org/abs/1312.6114"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":39,"raw":"A simple probabilistic trick trains a directed latent variable model with a continuous posterior: the noise is moved out of the sampling step, so that a lower bound of the likelihood can be optimized by ordinary stochastic gradients. An inference network shared over all data points makes the approximate posterior cheap.\narXiv:1312.6114","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_awhdisslfrcb', 'p_bmgupgrkacic', 1796046228190101);
INSERT INTO records VALUES (31, '/papers/arxiv-listing.txt', 'fb10c1da999a25a20de17166a560d865', 0, '4d8402e09570214478ffc5721e0ceea4', '{"record":{"title":null,"authors":[],"abstract":"For plain stochastic gradient descent, L2 regularization and weight decay are the same thing up to a rescaling of the learning rate. The paper points out that this is not so for adaptive methods such as Adam, where the penalty is scaled by the adaptive step. Applying the decay directly to the weights, apart from the gradient update, makes the choice of the two hyperparameters nearly independent and clearly improves the generalization of Adam on image classification.","tldr":null,"venue":"ICLR","year":2019,"keywords":[],"ids":{"arxiv":"1711.05101"},"links":{"html":"https://arxiv.org/abs/1711.05101"},"materials":[],"comments":"Published as a conference paper at ICLR 2019","journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":22,"raw":"For plain stochastic gradient descent, L2 regularization and weight decay are the same thing up to a rescaling of the learning rate. The paper points out that this is not so for adaptive methods such as Adam, where the penalty is scaled by the adaptive step. Applying the decay directly to the weights, apart from the gradient update, makes the choice of the two hyperparameters nearly independent and clearly improves the generalization of Adam on image classification.\nPublished as a conference paper at ICLR 2019\narXiv:1711.05101","extra":{},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-listing","url":"arxiv-listing.txt","retrieved_at":"2026-11-30T13:43:46.921065Z","parser":"arxiv-listing","parser_version":1}', 'p_bqbgiukoilqn', 'p_bqbgiukoilqn', 1796046228190101);
INSERT INTO records VALUES (43, 'https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv', 'a07982879696feb257c586e228edc2d3', 0, 'bd298227b5465d12f7ab6d8a8436bb55', '{"record":{"title":"A harvested result, number 1","authors":["Ada Writer1"],"abstract":"Words on 1.","tldr":null,"venue":null,"year":2026,"keywords":[],"ids":{"arxiv":"2611.00001"},"links":{"html":"https://arxiv.org/abs/2611.00001"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":2,"raw":"<record><header><identifier>oai:lab.example.org:1</identifier><datestamp>2026-11-01</datestamp></header>\n<metadata><arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>2611.00001</id><created>2026-10-01</created><authors><author>\n<keyname>Writer1</keyname><forenames>Ada</forenames></author></authors><title>A harvested result, number 1</title>\n<categories>cs.LG</categories><abstract>Words on 1.</abstract></arXiv></metadata></record>","extra":{"categories":[{"id":"cs.LG","name":"Machine Learning"}],"created":"2026-10-01","oai_identifier":"oai:lab.example.org:1","datestamp":"2026-11-01"},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-oai","url":"https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv","retrieved_at":"2026-11-30T13:43:50.197930Z","parser":"arxiv-oai","parser_version":2}', 'p_fcvcwmaiqpei', 'p_fcvcwmaiqpei', 1796046231966701);
INSERT INTO records VALUES (44, 'https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv', '9d48437b09dd978f54f95233a75de27b', 0, '0a195498f0e483fa78e5e6e661e082af', '{"record":{"title":"A harvested result, number 2","authors":["Ada Writer2"],"abstract":"Words on 2.","tldr":null,"venue":null,"year":2026,"keywords":[],"ids":{"arxiv":"2611.00002"},"links":{"html":"https://arxiv.org/abs/2611.00002"},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"line":5,"raw":"<record><header><identifier>oai:lab.example.org:2</identifier><datestamp>2026-11-02</datestamp></header>\n<metadata><arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>2611.00002</id><created>2026-10-01</created><authors><author>\n<keyname>Writer2</keyname><forenames>Ada</forenames></author></authors><title>A harvested result, number 2</title>\n<categories>cs.LG</categories><abstract>Words on 2.</abstract></arXiv></metadata></record>","extra":{"categories":[{"id":"cs.LG","name":"Machine Learning"}],"created":"2026-10-01","oai_identifier":"oai:lab.example.org:2","datestamp":"2026-11-02"},"option_fields":[],"thumbnail":null,"picture":null},"source":"arxiv-oai","url":"https://lab.example.org/oai?verb=ListRecords&metadataPrefix=arXiv","retrieved_at":"2026-11-30T13:43:50.197930Z","parser":"arxiv-oai","parser_version":2}', 'p_qixudgbmjrdh', 'p_qixudgbmjrdh', 1796046231966701);
INSERT INTO records VALUES (41, 'api', 'p_xsdlbgrpbzix', 0, 'dff71100ac915cc45f373a0e9fbd8e57', '{"record":{"title":"Put again","authors":[],"abstract":null,"tldr":null,"venue":null,"year":null,"keywords":[],"ids":{},"links":{},"materials":[],"comments":null,"journal_ref":null,"full_text":null,"is_retracted":false,"profile_fields":[],"option_fields":[],"line":0,"raw":"{\"title\":\"Put again\"}","extra":{},"thumbnail":null},"source":"api","url":null,"retrieved_at":"2026-11-30T13:43:53.703253Z","parser":"api","parser_version":1}', 'p_xsdlbgrpbzix', 'p_hxumvkpfaajj', 1796046229260599);
INSERT INTO reindex_chunks VALUES ('papers-000002', 0, 'p_awhdisslfrcb', 'p_yymcctivjklh', 44, true);
INSERT INTO reindex_chunks VALUES ('papers-000003', 0, 'p_awhdisslfrcb', 'p_yymcctivjklh', 44, true);
INSERT INTO rejects VALUES (1, 1, 18, NULL, NULL, '/papers/classics.jsonl', 19, 'This line is no JSON: Expecting property name enclosed in double quotes.', '{no json', 1796046227727948);
INSERT INTO rejects VALUES (2, 3, 3, NULL, NULL, 'api', 3, 'title must be a text.', '{"title": 5}', 1796046229212534);
INSERT INTO runs VALUES (1, '{"parser":null,"venue":null,"year":null,"replace":false,"sources":["/papers/classics.jsonl","samples/arxiv-listing.txt"]}', 1796046226921065);
INSERT INTO runs VALUES (2, '{"by":"api"}', 1796046229105294);
INSERT INTO runs VALUES (3, '{"by":"api"}', 1796046229671287);
INSERT INTO runs VALUES (4, '{"by":"api"}', 1796046229685828);
INSERT INTO runs VALUES (5, '{"harvest":"lab","set":""}', 1796046230166557);
INSERT INTO runs VALUES (6, '{"parser":null,"venue":"ICLR","year":null,"replace":false,"sources":["/papers/leased.jsonl"]}', 1796046233674042);
INSERT INTO runs VALUES (7, '{"by":"api"}', 1796046233703253);
INSERT INTO runs VALUES (8, '{"parser":null,"venue":null,"year":1999,"replace":false,"sources":["/papers/waiting.jsonl"]}', 1796046233784733);
INSERT INTO runs VALUES (9, '{"by":"api"}', 1796046233811509);
INSERT INTO runs VALUES (10, '{"by":"api"}', 1796046233852904);
INSERT INTO searches VALUES ('neural networks', 'neural networks', 1, 1796046229050627);
INSERT INTO write_results VALUES (3, 1, 'p_xsdlbgrpbzix', 'added', NULL);
INSERT INTO write_results VALUES (3, 2, 'p_ryyzpskoppmk', 'added', NULL);
INSERT INTO write_results VALUES (3, 3, NULL, 'rejected', 'title must be a text.');
INSERT INTO write_results VALUES (4, 1, 'p_xsdlbgrpbzix', 'updated', NULL);
INSERT INTO write_results VALUES (5, 1, 'p_ryyzpskoppmk', 'deleted', NULL);
INSERT INTO write_results VALUES (8, 1, 'p_xsdlbgrpbzix', 'updated', NULL);
SELECT pg_catalog.setval('api_keys_id_seq', 2, true);
SELECT pg_catalog.setval('ingest_items_id_seq', 11, true);
SELECT pg_catalog.setval('jobs_id_seq', 9, true);
SELECT pg_catalog.setval('records_id_seq', 44, true);
SELECT pg_catalog.setval('rejects_id_seq', 2, true);
SELECT pg_catalog.setval('runs_id_seq', 10, true);
ALTER TABLE ONLY aliases
    ADD CONSTRAINT aliases_pkey PRIMARY KEY (alias);
ALTER TABLE ONLY apart
    ADD CONSTRAINT apart_pkey PRIMARY KEY (first, second);
ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash);
ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY facts
    ADD CONSTRAINT facts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY generations
    ADD CONSTRAINT generations_pkey PRIMARY KEY (name);
ALTER TABLE ONLY harvests
    ADD CONSTRAINT harvests_pkey PRIMARY KEY (repository, set_spec);
ALTER TABLE ONLY heartbeats
    ADD CONSTRAINT heartbeats_pkey PRIMARY KEY (worker);
ALTER TABLE ONLY holdings
    ADD CONSTRAINT holdings_pkey PRIMARY KEY (collection, identifier, record);
ALTER TABLE ONLY idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (owner, key);
ALTER TABLE ONLY index_queue
    ADD CONSTRAINT index_queue_pkey PRIMARY KEY (generation, paper);
ALTER TABLE ONLY ingest_items
    ADD CONSTRAINT ingest_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY item_records
    ADD CONSTRAINT item_records_pkey PRIMARY KEY (item, record);
ALTER TABLE ONLY jobs
    ADD CONSTRAINT jobs_exclusive_key UNIQUE (exclusive);
ALTER TABLE ONLY jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY labels
    ADD CONSTRAINT labels_pkey PRIMARY KEY (field, key);
ALTER TABLE ONLY leadership
    ADD CONSTRAINT leadership_pkey PRIMARY KEY (name);
ALTER TABLE ONLY match_keys
    ADD CONSTRAINT match_keys_pkey PRIMARY KEY (key, record);
ALTER TABLE ONLY papers
    ADD CONSTRAINT papers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY records
    ADD CONSTRAINT records_location_raw_hash_nth_key UNIQUE (location, raw_hash, nth);
ALTER TABLE ONLY records
    ADD CONSTRAINT records_pkey PRIMARY KEY (id);
ALTER TABLE ONLY reindex_chunks
    ADD CONSTRAINT reindex_chunks_pkey PRIMARY KEY (generation, "position");
ALTER TABLE ONLY rejects
    ADD CONSTRAINT rejects_generation_paper_key UNIQUE (generation, paper);
ALTER TABLE ONLY rejects
    ADD CONSTRAINT rejects_item_position_key UNIQUE (item, "position");
ALTER TABLE ONLY rejects
    ADD CONSTRAINT rejects_pkey PRIMARY KEY (id);
ALTER TABLE ONLY runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY searches
    ADD CONSTRAINT searches_pkey PRIMARY KEY (key);
ALTER TABLE ONLY write_results
    ADD CONSTRAINT write_results_pkey PRIMARY KEY (item, line);
CREATE INDEX ix_aliases_paper ON aliases USING btree (paper);
CREATE INDEX ix_holdings_record ON holdings USING btree (record);
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys USING btree (created_at);
CREATE INDEX ix_index_queue_due ON index_queue USING btree (generation, available_at);
CREATE INDEX ix_ingest_items_due ON ingest_items USING btree (state, available_at);
CREATE INDEX ix_ingest_items_location ON ingest_items USING btree (location);
CREATE INDEX ix_ingest_items_run ON ingest_items USING btree (run);
CREATE INDEX ix_match_keys_record ON match_keys USING btree (record);
CREATE INDEX ix_records_paper ON records USING btree (paper);
CREATE INDEX ix_rejects_item ON rejects USING btree (item);
CREATE INDEX ix_searches_last_at ON searches USING btree (last_at);
ALTER TABLE ONLY holdings
    ADD CONSTRAINT holdings_record_fkey FOREIGN KEY (record) REFERENCES records(id) ON DELETE CASCADE;
ALTER TABLE ONLY ingest_items
    ADD CONSTRAINT ingest_items_run_fkey FOREIGN KEY (run) REFERENCES runs(id);
ALTER TABLE ONLY item_records
    ADD CONSTRAINT item_records_item_fkey FOREIGN KEY (item) REFERENCES ingest_items(id) ON DELETE CASCADE;
ALTER TABLE ONLY write_results
    ADD CONSTRAINT write_results_item_fkey FOREIGN KEY (item) REFERENCES ingest_items(id) ON DELETE CASCADE;
