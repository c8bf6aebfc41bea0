"""Work on a claim: its wording, evidence, verdict draft, contacts, remarks, and acts on many claims at once."""
