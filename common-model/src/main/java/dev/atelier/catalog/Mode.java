package dev.atelier.catalog;

/** How a provider delivers what a model makes: a property of the model, since one provider may do both. */
public enum Mode {
    /** In the answer to the submission, which may take minutes; the call holds a slot. There is nothing to check later. */
    SYNC,
    /** Later: the answer names a job of the provider's, which is called back about or checked. */
    ASYNC
}
