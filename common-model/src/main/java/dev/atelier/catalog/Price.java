package dev.atelier.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a job costs at its provider's list price, as far as that is known. Prices move: this is for an estimate, not for a bill.
 *
 * @param currency {@code USD}, or the provider's own {@code credits}
 * @param per      what one amount is for
 * @param variants other amounts, of which the first that fits the request holds
 * @param asOf     when it was looked up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Price(BigDecimal amount, String currency, Per per,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Variant> variants, @Nullable String asOf) {
    private static final int DIGITS = 6;
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    public Price {
        variants = variants == null ? List.of() : List.copyOf(variants);
        if (amount.signum() < 0 || variants.stream().anyMatch(it -> it.amount().signum() < 0)) {
            throw new IllegalArgumentException("a price is 0 or more, not " + amount);
        }
    }

    /** What one amount is for. */
    public enum Per {
        JOB,
        /** Each of {@code numberOfGenerations}. */
        OUTPUT,
        /** Each second of {@code duration}. */
        SECOND,
        /** Each thousand characters of the prompt. */
        THOUSAND_CHARACTERS
    }

    /** @param when fields that have one of these values, by default or as written */
    public record Variant(Map<String, List<JsonNode>> when, BigDecimal amount) {}

    /** Empty when the request does not say how much it is of. */
    public Optional<BigDecimal> estimate(AppliedRequest request) {
        var each = variants.stream()
                .filter(it -> it.when()
                        .entrySet()
                        .stream()
                        .allMatch(entry -> request.field(entry.getKey())
                                .filter(field -> entry.getValue().contains(field.value()))
                                .isPresent()))
                .findFirst()
                .map(Variant::amount)
                .orElse(amount);
        var count = switch (per) {
            case JOB -> Optional.of(BigDecimal.ONE);
            case OUTPUT -> Optional.of(number(request, "numberOfGenerations").orElse(BigDecimal.ONE));
            case SECOND -> number(request, "duration");
            case THOUSAND_CHARACTERS -> request.field("prompt")
                    .map(it -> it.value().asString())
                    .map(it -> BigDecimal.valueOf(it.codePointCount(0, it.length()))
                            .divide(THOUSAND, DIGITS, RoundingMode.HALF_UP));
        };
        return count.map(it -> it.multiply(each).setScale(DIGITS, RoundingMode.HALF_UP).stripTrailingZeros());
    }

    private static Optional<BigDecimal> number(AppliedRequest request, String field) {
        return request.field(field).map(AppliedField::value).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }
}
