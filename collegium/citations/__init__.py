"""References: what people cite by an identifier, formatted from data, numbered in the order in which it is cited.

Words: *identifier* (DOI, PMID, PMCID, NCT number, arXiv number; an ORCID iD names a person), *work* (what an identifier
names: one row, with what is known of it), *key* (an identifier as it is stored: "doi:10.5555/x"), *reference* (an entry
of the numbered list at the end of somebody's words), *standing* of a work (retracted, expression of concern).

Who may do what: whoever writes may cite. What is known of a work comes from public registers (`lookup.py`), only where
the operator and the society both turned that on, or was entered by hand (as the demo's works); never from what people
write, so that no row here holds anybody's words. `Citing` says which words cite a work; nobody sees it.
"""
