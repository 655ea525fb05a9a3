package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

import dev.atelier.simulator.kie.InputRule.Decimal;
import dev.atelier.simulator.kie.InputRule.Flag;
import dev.atelier.simulator.kie.InputRule.Note;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Voice;
import dev.atelier.simulator.products.Product;

/** The market's models that speak. */
final class MarketSpeech {

    private static final String TEXT = "text";
    private static final Set<String> VOICES = Set.of("Rachel", "Aria", "Roger", "Sarah", "Laura", "Charlie", "George",
            "Callum", "River", "Liam", "Charlotte", "Alice", "Matilda", "Will", "Jessica", "Eric", "Chris", "Brian",
            "Daniel", "Lily", "Bill");
    private static final FieldRules RULES = FieldRules.of(Map.of(TEXT, new Text(5000), "voice", new Voice(VOICES),
            "stability", Decimal.SHARE, "similarity_boost", Decimal.SHARE, "style", Decimal.SHARE, "speed",
            new Decimal(new BigDecimal("0.7"), new BigDecimal("1.2")), "timestamps", new Flag(), "previous_text",
            new Note(5000), "next_text", new Note(5000)), TEXT);

    private MarketSpeech() {}

    /** It tells the language by itself and refuses to be told. */
    static KieModel multilingual2() {
        return speech("elevenlabs/text-to-speech-multilingual-v2", RULES);
    }

    static KieModel turbo25() {
        return speech("elevenlabs/text-to-speech-turbo-2-5", RULES.with(Map.of("language_code", new Note(500))));
    }

    private static KieModel speech(String name, FieldRules rules) {
        return new KieModel(name, rules, TEXT, input -> new Product.Sounds(Product.SoundFormat.MP3, 1),
                input -> BigDecimal.valueOf(6));
    }
}
