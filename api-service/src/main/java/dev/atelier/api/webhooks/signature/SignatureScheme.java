package dev.atelier.api.webhooks.signature;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.atelier.credential.Secret;

/** One way of signing callbacks. What differs between the providers that use it are the parameters, from the catalog. */
public interface SignatureScheme {
    /** As catalog files name it. */
    String name();

    /** The headers that it reads, in lower case: what must be kept of a callback as evidence. */
    Set<String> headers(Map<String, String> parameters);

    /**
     * Whether a callback must be signed even where the operator has set no key: it has other ways to keys, and what such a callback
     * says is believed.
     */
    default boolean isAlwaysRequired() {
        return false;
    }

    /** Whether one of the keys made the signature. Wrong ones take the same time, whichever key is tried. */
    Verdict judge(SignedCallback callback, Map<String, String> parameters, List<Secret> keys);

    /** What is found of a signature. */
    sealed interface Verdict {
        record Genuine() implements Verdict {}

        /** @param why for our log; the sender is told nothing */
        record Refused(String why) implements Verdict {}
    }
}
