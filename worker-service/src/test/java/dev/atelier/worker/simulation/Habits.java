package dev.atelier.worker.simulation;

import java.util.Locale;

import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec.Delivery;
import dev.atelier.catalog.ProviderSpec.Evidence;
import dev.atelier.catalog.ProviderSpec.Policy;

/** The simulated providers: each way to call back, each way to recover. */
enum Habits {
    /** Calls each job's address, unsigned; a lost answer is never repeated. */
    ACME(Delivery.PER_JOB, false, Evidence.CALLBACK, Policy.FAIL, false),
    /** Calls one address for all, signed; a lost answer is sent again, at the risk of a second charge. */
    BOLT(Delivery.ACCOUNT, true, Evidence.NONE, Policy.RESUBMIT, true),
    /** Tells doubles by their key. */
    CORR(Delivery.PER_JOB, true, Evidence.IDEMPOTENCY_KEY, Policy.FAIL, true),
    /** Never calls back. */
    DUSK(Delivery.NONE, false, Evidence.NONE, Policy.FAIL, false),
    /** Calls each job's address, signed; a lost answer is sent again. */
    ECHO(Delivery.PER_JOB, true, Evidence.CALLBACK, Policy.RESUBMIT, false),
    /** One address, unsigned. */
    FLUX(Delivery.ACCOUNT, false, Evidence.NONE, Policy.FAIL, true);

    private final Delivery delivery;
    private final boolean signed;
    private final Evidence evidence;
    private final Policy policy;
    private final boolean cancellable;

    Habits(Delivery delivery, boolean signed, Evidence evidence, Policy policy, boolean cancellable) {
        this.delivery = delivery;
        this.signed = signed;
        this.evidence = evidence;
        this.policy = policy;
        this.cancellable = cancellable;
    }

    ProviderId id() {
        return new ProviderId(name().toLowerCase(Locale.ROOT));
    }

    Delivery delivery() {
        return delivery;
    }

    boolean signed() {
        return signed;
    }

    Evidence evidence() {
        return evidence;
    }

    Policy policy() {
        return policy;
    }

    boolean cancellable() {
        return cancellable;
    }
}
