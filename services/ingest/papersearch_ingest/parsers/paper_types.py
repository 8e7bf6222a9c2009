"""What kind of work a source says that its paper is, in CSL's words: one table for each source's own words."""

import re
from collections.abc import Mapping

from papersearch.paper import PaperType as T

BIBTEX: Mapping[str, T] = {
    "article": T.JOURNAL_ARTICLE, "suppperiodical": T.JOURNAL_ARTICLE, "periodical": T.JOURNAL_ARTICLE,
    "inproceedings": T.CONFERENCE_PAPER, "conference": T.CONFERENCE_PAPER,
    "inbook": T.CHAPTER, "incollection": T.CHAPTER, "bookinbook": T.CHAPTER, "suppbook": T.CHAPTER,
    "suppcollection": T.CHAPTER,
    "book": T.BOOK, "mvbook": T.BOOK, "booklet": T.BOOK, "collection": T.BOOK, "mvcollection": T.BOOK,
    "proceedings": T.BOOK, "mvproceedings": T.BOOK, "reference": T.BOOK, "mvreference": T.BOOK, "manual": T.BOOK,
    "inreference": T.ENTRY,
    "phdthesis": T.THESIS, "mastersthesis": T.THESIS, "thesis": T.THESIS, "bachelorsthesis": T.THESIS,
    "techreport": T.REPORT, "report": T.REPORT,
    "dataset": T.DATASET, "data": T.DATASET, "software": T.SOFTWARE, "softwareversion": T.SOFTWARE, "patent": T.PATENT,
    "review": T.REVIEW, "standard": T.STANDARD, "online": T.WEBPAGE, "electronic": T.WEBPAGE, "www": T.WEBPAGE,
    "unpublished": T.ARTICLE, "preprint": T.ARTICLE, "presentation": T.PRESENTATION, "magazine": T.NEWS,
}  # fmt: skip
RIS: Mapping[str, T] = {
    "JOUR": T.JOURNAL_ARTICLE, "EJOUR": T.JOURNAL_ARTICLE, "JFULL": T.JOURNAL_ARTICLE, "ABST": T.JOURNAL_ARTICLE,
    "INPR": T.JOURNAL_ARTICLE, "MGZN": T.NEWS, "NEWS": T.NEWS, "CONF": T.CONFERENCE_PAPER,
    "CPAPER": T.CONFERENCE_PAPER,
    "CHAP": T.CHAPTER, "ECHAP": T.CHAPTER, "BOOK": T.BOOK, "EBOOK": T.BOOK, "EDBOOK": T.BOOK, "SER": T.BOOK,
    "CLSWK": T.BOOK, "PAMP": T.BOOK,
    "THES": T.THESIS, "RPRT": T.REPORT, "GOVDOC": T.REPORT, "DATA": T.DATASET, "AGGR": T.DATASET, "DBASE": T.DATASET,
    "COMP": T.SOFTWARE, "PAT": T.PATENT, "STAND": T.STANDARD, "ENCYC": T.ENTRY, "DICT": T.ENTRY, "ELEC": T.WEBPAGE,
    "WEB": T.WEBPAGE, "BLOG": T.WEBPAGE, "ICOMM": T.WEBPAGE, "SLIDE": T.PRESENTATION, "UNPB": T.ARTICLE,
    "UNPD": T.ARTICLE, "MANSCPT": T.ARTICLE, "PREPRINT": T.ARTICLE,
}  # fmt: skip
CROSSREF: Mapping[str, T] = {
    "journal-article": T.JOURNAL_ARTICLE, "proceedings-article": T.CONFERENCE_PAPER, "book-chapter": T.CHAPTER,
    "book-section": T.CHAPTER, "book-part": T.CHAPTER, "book-track": T.CHAPTER, "reference-entry": T.ENTRY,
    "book": T.BOOK, "monograph": T.BOOK, "edited-book": T.BOOK, "reference-book": T.BOOK, "book-set": T.BOOK,
    "book-series": T.BOOK, "proceedings": T.BOOK, "proceedings-series": T.BOOK, "dissertation": T.THESIS,
    "report": T.REPORT, "report-component": T.REPORT, "report-series": T.REPORT, "posted-content": T.ARTICLE,
    "peer-review": T.REVIEW, "dataset": T.DATASET, "database": T.DATASET, "standard": T.STANDARD,
}  # fmt: skip
OPENALEX: Mapping[str, T] = {
    **CROSSREF, "article": T.JOURNAL_ARTICLE, "review": T.JOURNAL_ARTICLE, "letter": T.JOURNAL_ARTICLE,
    "editorial": T.JOURNAL_ARTICLE, "erratum": T.JOURNAL_ARTICLE, "retraction": T.JOURNAL_ARTICLE,
    "preprint": T.ARTICLE, "software": T.SOFTWARE, "libguides": T.WEBPAGE, "book-review": T.REVIEW,
}  # fmt: skip
"""A review of OpenAlex, PubMed and Scopus is an article on a subject, not on another work as CSL's is."""
SEMANTIC_SCHOLAR: Mapping[str, T] = {
    "Book": T.BOOK, "BookSection": T.CHAPTER, "Dataset": T.DATASET, "News": T.NEWS, "Conference": T.CONFERENCE_PAPER,
    "JournalArticle": T.JOURNAL_ARTICLE, "Review": T.JOURNAL_ARTICLE, "CaseReport": T.JOURNAL_ARTICLE,
    "ClinicalTrial": T.JOURNAL_ARTICLE, "Editorial": T.JOURNAL_ARTICLE, "LettersAndComments": T.JOURNAL_ARTICLE,
    "MetaAnalysis": T.JOURNAL_ARTICLE, "Study": T.JOURNAL_ARTICLE,
}  # fmt: skip
"""In the order in which they count where a paper has several."""
DATACITE: Mapping[str, T] = {
    "dataset": T.DATASET, "collection": T.DATASET, "software": T.SOFTWARE, "computationalnotebook": T.SOFTWARE,
    "journalarticle": T.JOURNAL_ARTICLE, "datapaper": T.JOURNAL_ARTICLE, "conferencepaper": T.CONFERENCE_PAPER,
    "conferenceproceeding": T.BOOK, "book": T.BOOK, "bookchapter": T.CHAPTER, "dissertation": T.THESIS,
    "report": T.REPORT, "outputmanagementplan": T.REPORT, "preprint": T.ARTICLE, "peerreview": T.REVIEW,
    "standard": T.STANDARD, "presentation": T.PRESENTATION,
}  # fmt: skip
_WORDS: Mapping[str, T] = {
    "article": T.JOURNAL_ARTICLE, "journalarticle": T.JOURNAL_ARTICLE, "articlejournal": T.JOURNAL_ARTICLE,
    "journal": T.JOURNAL_ARTICLE, "journalpaper": T.JOURNAL_ARTICLE, "electronicarticle": T.JOURNAL_ARTICLE,
    "reviewarticle": T.JOURNAL_ARTICLE, "researcharticle": T.JOURNAL_ARTICLE, "originalarticle": T.JOURNAL_ARTICLE,
    "articleinpress": T.JOURNAL_ARTICLE, "review": T.JOURNAL_ARTICLE, "letter": T.JOURNAL_ARTICLE,
    "note": T.JOURNAL_ARTICLE, "editorial": T.JOURNAL_ARTICLE, "editorialmaterial": T.JOURNAL_ARTICLE,
    "shortsurvey": T.JOURNAL_ARTICLE, "erratum": T.JOURNAL_ARTICLE, "correction": T.JOURNAL_ARTICLE,
    "datapaper": T.JOURNAL_ARTICLE, "casereport": T.JOURNAL_ARTICLE, "earlyaccess": T.JOURNAL_ARTICLE,
    "journalarticles": T.JOURNAL_ARTICLE, "academicjournal": T.JOURNAL_ARTICLE, "meetingabstract": T.JOURNAL_ARTICLE,
    "magazinearticle": T.NEWS, "magazine": T.NEWS, "articlemagazine": T.NEWS, "newspaperarticle": T.NEWS,
    "articlenewspaper": T.NEWS, "newspaper": T.NEWS, "news": T.NEWS, "newsitem": T.NEWS,
    "conferencepaper": T.CONFERENCE_PAPER, "paperconference": T.CONFERENCE_PAPER,
    "proceedingspaper": T.CONFERENCE_PAPER, "conferenceproceedings": T.CONFERENCE_PAPER,
    "inproceedings": T.CONFERENCE_PAPER, "conferenceobject": T.CONFERENCE_PAPER, "conferenceitem": T.CONFERENCE_PAPER,
    "conferencecontribution": T.CONFERENCE_PAPER, "conference": T.CONFERENCE_PAPER,
    "conferencepublication": T.CONFERENCE_PAPER, "conferenceposter": T.CONFERENCE_PAPER,
    "proceedingsarticle": T.CONFERENCE_PAPER, "conferenceorworkshopitem": T.CONFERENCE_PAPER,
    "chapter": T.CHAPTER, "bookchapter": T.CHAPTER, "booksection": T.CHAPTER, "bookpart": T.CHAPTER,
    "incollection": T.CHAPTER, "electronicbooksection": T.CHAPTER, "partofbook": T.CHAPTER,
    "book": T.BOOK, "books": T.BOOK, "editedbook": T.BOOK, "electronicbook": T.BOOK, "ebook": T.BOOK,
    "monograph": T.BOOK, "proceedings": T.BOOK, "manual": T.BOOK, "conferenceproceeding": T.BOOK,
    "thesis": T.THESIS, "dissertation": T.THESIS, "doctoralthesis": T.THESIS, "masterthesis": T.THESIS,
    "mastersthesis": T.THESIS, "bachelorthesis": T.THESIS, "phdthesis": T.THESIS, "academicdissertation": T.THESIS,
    "thesesdissertations": T.THESIS, "dissertationsandtheses": T.THESIS, "electronicthesisordissertation": T.THESIS,
    "report": T.REPORT, "technicalreport": T.REPORT, "workingpaper": T.REPORT, "governmentdocument": T.REPORT,
    "reports": T.REPORT, "researchreport": T.REPORT, "techreport": T.REPORT,
    "preprint": T.ARTICLE, "postedcontent": T.ARTICLE, "unpublishedwork": T.ARTICLE, "unpublished": T.ARTICLE,
    "manuscript": T.ARTICLE, "eprint": T.ARTICLE,
    "dataset": T.DATASET, "data": T.DATASET, "database": T.DATASET, "onlinedatabase": T.DATASET,
    "aggregateddatabase": T.DATASET, "datastudy": T.DATASET,
    "software": T.SOFTWARE, "computerprogram": T.SOFTWARE, "computersoftware": T.SOFTWARE,
    "patent": T.PATENT, "standard": T.STANDARD, "bookreview": T.REVIEW, "peerreview": T.REVIEW,
    "reviewbook": T.REVIEW, "productreview": T.REVIEW, "softwarereview": T.REVIEW, "reviewofbook": T.REVIEW,
    "encyclopediaarticle": T.ENTRY, "encyclopedia": T.ENTRY, "entryencyclopedia": T.ENTRY,
    "dictionaryentry": T.ENTRY, "dictionary": T.ENTRY, "entrydictionary": T.ENTRY, "entry": T.ENTRY,
    "referenceentry": T.ENTRY,
    "webpage": T.WEBPAGE, "website": T.WEBPAGE, "blogpost": T.WEBPAGE, "blog": T.WEBPAGE, "postweblog": T.WEBPAGE,
    "post": T.WEBPAGE, "forumpost": T.WEBPAGE,
    "presentation": T.PRESENTATION, "speech": T.PRESENTATION, "lecture": T.PRESENTATION, "slides": T.PRESENTATION,
}  # fmt: skip
_CSL_ONLY: Mapping[str, T] = {
    "article": T.ARTICLE, "review": T.REVIEW, "manuscript": T.ARTICLE, "pamphlet": T.BOOK,
    "periodical": T.BOOK,
}  # fmt: skip
"""Where CSL means something else by a word than everybody else."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_SERVERS = frozenset({
    "arxiv", "arxivorg", "arxivpreprint", "arxivcornelluniversity", "corr", "biorxiv", "medrxiv", "chemrxiv",
    "eartharxiv", "psyarxiv", "socarxiv", "techrxiv", "engrxiv", "ssrn", "ssrnelectronicjournal", "researchsquare",
    "preprintsorg", "preprints", "osfpreprints", "biorxivthepreprintserverforbiology",
    "medrxivthepreprintserverforhealthsciences", "biorxivcoldspringharborlaboratory", "authorea", "vixra",
    "medrxivcoldspringharborlaboratory", "cryptologyeprintarchive", "iacrcryptoleprintarch", "arxivabs",
})  # fmt: skip


def type_in_words(*texts: str | None) -> T | None:
    """The type that the first of these texts names: `Journal Article`, `conferencePaper`, `info:eu-repo/…/book`."""
    for text in filter(None, texts):
        word = _NOT_LETTERS.sub("", re.split(r"[/:]", text.strip())[-1]).lower()
        if word in _WORDS:
            return _WORDS[word]
    return None


def exact_type(text: str | None) -> T | None:
    """The type that has this name in CSL."""
    return next((each for each in T if each == text), None)


def csl_type(text: str | None) -> T | None:
    """The type of a CSL item; CSL's names that `PaperType` lacks become the nearest one."""
    word = _NOT_LETTERS.sub("", text or "").lower()
    return _CSL_ONLY.get(word) or _WORDS.get(word) or exact_type(text)


def is_preprint_server(name: str | None) -> bool:
    """Whether a journal's name is a preprint server's: `bioRxiv`, `arXiv preprint arXiv:1706.03762`, `CoRR`."""
    if not name or len(name) > 100:
        return False
    word = _NOT_LETTERS.sub("", name).lower()
    return word in _SERVERS or word.startswith(("arxivpreprint", "arxiveprint", "arxivorg"))


def unless_preprint(kind: T | None, *journals: str | None) -> T | None:
    """The type, or that of a preprint where the journal is a preprint server."""
    is_preprint = kind in (None, T.JOURNAL_ARTICLE) and any(map(is_preprint_server, journals))
    return T.ARTICLE if is_preprint else kind
