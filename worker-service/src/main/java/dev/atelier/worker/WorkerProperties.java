package dev.atelier.worker;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.atelier.catalog.ProviderId;

/**
 * What this worker does, and how patient it is.
 *
 * @param roles            which parts run in this process
 * @param providers        whose jobs it submits; {@code *} for all that it has an adapter for
 * @param window           jobs of one provider that may be on their way to workers; more stay PENDING in the database
 * @param dispatchInterval pause between two looks for due jobs; a fifth of it while more of a provider's jobs wait than its window
 *                         lets out, and a twentieth while such jobs are taken up quickly
 * @param republishAfter   when a job that was published but not taken up is published again
 * @param submitLease      how long a submission may take, from claim to commit; longer than any provider's call time-out and
 *                         {@code atelier.inputs.fetch-within} together
 * @param retryBase        the first retry comes at a random moment within this, each further one within twice as much
 * @param retryCap         the longest wait between two attempts
 * @param checkSlots       look-ups of one provider at once in this process
 * @param callbackSlots    callbacks handled at once in this process: they wait for commits, which many share; an eighth of them may
 *                         ask the same provider how its job stands
 * @param drainTimeout     how long running work may take to finish at shutdown; what does not is handed back
 */
@ConfigurationProperties("atelier.worker")
public record WorkerProperties(@DefaultValue({
    "SUBMIT", "CHECK", "WEBHOOKS", "OUTPUTS", "DISPATCH"}) Set<Role> roles,
        @DefaultValue("*") Set<String> providers, @DefaultValue("2000") int window,
        @DefaultValue("500ms") Duration dispatchInterval, @DefaultValue("30s") Duration republishAfter,
        @DefaultValue("3m") Duration submitLease,
        @DefaultValue("2s") Duration retryBase, @DefaultValue("5m") Duration retryCap,
        @DefaultValue("16") int checkSlots, @DefaultValue("1000") int callbackSlots,
        @DefaultValue("25s") Duration drainTimeout) {
    public WorkerProperties {
        roles = Set.copyOf(roles);
        providers = Set.copyOf(providers);
        if (window < 1 || checkSlots < 1 || callbackSlots < 1) {
            throw new IllegalArgumentException("atelier.worker: window, check-slots and callback-slots are at least 1,"
                    + " not " + window + ", " + checkSlots + ", " + callbackSlots);
        }
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    public boolean serves(ProviderId provider) {
        return providers.contains("*") || providers.contains(provider.value());
    }
}
