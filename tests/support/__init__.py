"""What several tests need: papers, servers, clocks, processes and an engine in memory."""
