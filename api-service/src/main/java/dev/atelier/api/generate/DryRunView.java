package dev.atelier.api.generate;

import java.math.BigDecimal;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import dev.atelier.api.jobs.JobView;
import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.BodyBuilder;
import dev.atelier.catalog.Mode;
import dev.atelier.catalog.Price;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.catalog.SentFiles;

/** What would be done with a request. Nothing was stored, sent or charged. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "DryRun", requiredProperties = {"dryRun", "route", "body", "requested", "applied", "usualSeconds",
    "waitingAhead"})
record DryRunView(boolean dryRun, Route route,
        @Schema(description = "What the provider would be sent, whole. Files stand as they were given; what the address of the"
                + " call holds stands under $url; the key, and the address that the provider calls back, are hidden",
                implementation = Object.class) ObjectNode body,
        @Schema(implementation = Object.class) Map<String, JsonNode> requested, Map<String, JobView.Applied> applied,
        @Schema(description = "At the list price; absent when it is not known") @Nullable Estimate price,
        @Schema(description = "How long the model usually takes", example = "20") long usualSeconds,
        @Schema(description = "Jobs that wait for the same provider now", example = "0") long waitingAhead) {
    private static final JsonNode CALLBACK = StringNode.valueOf("(the address of this job's callback)");
    private static final int SHOWN = 80;

    /** Who would do it. */
    @Schema(name = "Route")
    record Route(@Schema(example = "kie") String provider, @Schema(example = "Kie.ai") String providerName,
            @Schema(description = "The provider's own name of it", example = "nano-banana-2") String model,
            @Schema(example = "jobs") String operation, Mode mode) {}

    @Schema(name = "PriceEstimate")
    record Estimate(@Schema(example = "0.08") BigDecimal amount, @Schema(example = "USD") String currency) {}

    static DryRunView of(CheckedRequest checked, ProviderSpec spec, long waitingAhead) {
        var model = checked.model();
        var applied = model.apply(checked.request());
        return new DryRunView(true, new Route(model.provider().value(), model.providerName(), applied.model(),
                applied.operation(), model.mode()), body(applied, model.mode(), spec.callback()), checked.written(),
                JobView.Applied.all(applied), model.price().map(it -> estimate(it, applied)).orElse(null),
                Math.max(1, model.timing().usual().toSeconds()), waitingAhead);
    }

    /** A model that delivers in the answer is given no callback. */
    private static ObjectNode body(AppliedRequest applied, Mode mode, ProviderSpec.Callback callback) {
        var body = applied.body((reference, as) -> new SentFiles.Resolved(StringNode.valueOf(
                reference.startsWith("data:") && reference.length() > SHOWN
                        ? reference.substring(0, SHOWN) + "…"
                        : reference),
                "(its content type)"));
        if (mode == Mode.ASYNC && callback.delivery() == ProviderSpec.Delivery.PER_JOB && callback.sentAs() != null) {
            BodyBuilder.putInto(body, callback.sentAs(), CALLBACK);
        }
        return body;
    }

    private static @Nullable Estimate estimate(Price price, AppliedRequest applied) {
        return price.estimate(applied).map(it -> new Estimate(it, price.currency())).orElse(null);
    }
}
