"""What surrounds the nine records (sections 3.1 to 3.7): a package for each chapter, built like the core around it.

`said` has its commands and what the state keeps of them; `filed` what each changes in the state; `controls` who may
give it, on what it rests, and its controls; `effects` what it brings about. Each stands in one of the core's lists.
"""
