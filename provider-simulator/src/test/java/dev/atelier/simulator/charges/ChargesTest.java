package dev.atelier.simulator.charges;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChargesTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void a_charge_comes_back_as_it_was_packed() {
        var charges = new Charges(new ChargeProperties(10));
        var plain = charge("1", "0198c0de-0000-7000-8000-00000000beef", "Teapot");
        var odd = charge("2", null, "茶壺 🫖");
        charges.add(plain);
        charges.add(odd);
        assertThat(charges.all()).containsExactly(plain, odd);
    }

    @Test
    void long_texts_are_cut_between_characters() {
        var charge = charge("1", "🫖".repeat(100), "🫖".repeat(100));
        assertThat(charge.prompt()).isEqualTo("🫖".repeat(80));
        assertThat(charge.reference()).isEqualTo("🫖".repeat(60));
        var charges = new Charges(new ChargeProperties(10));
        charges.add(charge);
        assertThat(charges.all()).containsExactly(charge);
    }

    @Test
    void the_oldest_is_forgotten_and_that_is_counted() {
        var charges = new Charges(new ChargeProperties(2));
        for (var id : new String[]{"1", "2", "3"}) {
            charges.add(charge(id, null, "Teapot"));
        }
        assertThat(charges.all().map(Charge::providerJobId)).containsExactly("2", "3");
        assertThat(charges.forgotten()).isEqualTo(1);
    }

    private static Charge charge(String id, @Nullable String reference, String prompt) {
        return new Charge("kie", id, reference, "nano-banana-2", prompt, AT);
    }
}
