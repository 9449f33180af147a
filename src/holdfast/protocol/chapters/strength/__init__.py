"""How strong the handoff must be (section 3.2): duties that risk asks for, and a proxy who books for the receiver."""
