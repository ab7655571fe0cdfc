"""The numbers: one module per question, shared by forms, reports, charts and the API. Reads only."""
