package dev.atelier.job;

/** Every way in which a job can fail, each with its remedy. A closed list: providers' own codes are mapped onto it. */
public enum FailureKind {
    /** The provider refuses the input; our check before the call should have. */
    INVALID_INPUT(Remedy.FAIL),
    /** The provider's moderation refuses the prompt or withholds the result. */
    CONTENT_REJECTED(Remedy.FAIL),
    /** The provider does not accept the key, or there is none. */
    CREDENTIALS_REFUSED(Remedy.FAIL),
    INSUFFICIENT_CREDIT(Remedy.FAIL),
    /** The provider does not offer this model, or not now. */
    MODEL_UNAVAILABLE(Remedy.FAIL),
    /** Put off for as long as the provider asked; uses up no attempt. */
    RATE_LIMITED(Remedy.POSTPONE),
    /** The provider is down or unreachable and surely has not taken the job. */
    PROVIDER_UNAVAILABLE(Remedy.RETRY),
    /** Nobody knows whether the provider took the job; a second call could be paid for twice. */
    OUTCOME_UNKNOWN(Remedy.SEEK_EVIDENCE),
    /** The provider took the job, worked on it, and failed. */
    PROVIDER_FAILED(Remedy.FAIL),
    /** The provider's answer cannot be read. After a submit that is {@link #OUTCOME_UNKNOWN} instead. */
    MALFORMED_RESPONSE(Remedy.FAIL),
    /** Not finished in time. */
    DEADLINE_EXCEEDED(Remedy.FAIL),
    /** The provider finished, but what it made cannot be had. */
    OUTPUT_UNAVAILABLE(Remedy.FAIL),
    /** Our own fault. */
    INTERNAL(Remedy.FAIL);

    private final Remedy remedy;

    FailureKind(Remedy remedy) {
        this.remedy = remedy;
    }

    public Remedy remedy() {
        return remedy;
    }

    /** Whether the same request, sent as a new job, may well succeed. */
    public boolean isRetryable() {
        return switch (this) {
            case RATE_LIMITED, PROVIDER_UNAVAILABLE, PROVIDER_FAILED, DEADLINE_EXCEEDED, INSUFFICIENT_CREDIT -> true;
            case INVALID_INPUT, CONTENT_REJECTED, CREDENTIALS_REFUSED, MODEL_UNAVAILABLE, OUTCOME_UNKNOWN,
                    MALFORMED_RESPONSE, OUTPUT_UNAVAILABLE, INTERNAL ->
                false;
        };
    }
}
