package dev.atelier.worker.provider;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.atelier.credential.Secret;

/** What a provider wrote for people, made fit to be shown to a job's owner: short, one line, no address. */
public final class ProviderWords {
    private static final int LONGEST = 200;
    /** An address may hold a callback's token or a signed link. */
    private static final Pattern ADDRESS = Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://\\S+");
    private static final Pattern NOT_PRINTED = Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}]+");
    private static final Pattern MARKUP = Pattern.compile("(?s)\\s*<.*");
    private static final Pattern REFUSED_CONTENT = Pattern.compile("(?i)polic(y|ies)\\b|\\bviolat|\\bsensitive\\b|"
            + "\\bprohibited\\b|\\bmoderat(ed|ion|or)\\b|\\bflagged\\b|\\binappropriate\\b|\\bunsafe\\b|\\bnsfw\\b|"
            + "\\bsafety\\b|\\bcontent (is |was )?(blocked|filtered)\\b");

    private ProviderWords() {}

    /**
     * {@code ("the words")} after a space, to stand before a sentence's full stop; empty when there is nothing to quote.
     *
     * @param key was sent along, and some providers repeat it
     */
    public static String quoted(Optional<String> words, Secret key) {
        return words.filter(it -> !MARKUP.matcher(it).matches())
                .map(it -> it.replace(key.value(), key.toString()))
                .map(it -> NOT_PRINTED.matcher(ADDRESS.matcher(it).replaceAll("[address]")).replaceAll(" ").strip())
                .filter(it -> !it.isEmpty())
                .map(it -> it.length() <= LONGEST ? it : it.substring(0, it.offsetByCodePoints(0, LONGEST / 2)) + "…")
                .map(it -> " (\"" + it + "\")")
                .orElse("");
    }

    /** Whether it speaks of moderation, for providers that give a refused prompt the code of a bad request. */
    public static boolean speakOfRefusedContent(Optional<String> words) {
        return words.filter(it -> REFUSED_CONTENT.matcher(it).find()).isPresent();
    }
}
