package dev.atelier.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * An account with every provider that there is a catalog file of, at the simulator: what an operator types into the providers'
 * dashboards and into our settings.
 *
 * @param simulator where it is
 * @param api       where api-service is, for the providers' account-wide callbacks
 * @param secret    signs the callbacks of those who sign with a secret
 */
record SimulatedAccounts(String simulator, String api, String secret) {
    /** Providers whose callbacks go to one address of the account. */
    private static final List<String> ACCOUNT_WIDE = List.of("geminigen", "openai", "elevenlabs");

    static List<String> providers() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:catalog/*.yaml"))
                    .map(it -> String.valueOf(it.getFilename()).replaceFirst("[.]yaml$", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the packaged catalog files cannot be listed", e);
        }
    }

    /** The simulator's side. */
    Map<String, Object> ofSimulator() {
        var settings = new HashMap<String, Object>();
        settings.put("atelier.simulator.public-base-url", simulator);
        settings.put("atelier.simulator.kie.webhook-hmac-key", secret);
        settings.put("atelier.simulator.openai.webhook-secret", standardWebhooksSecret());
        settings.put("atelier.simulator.replicate.webhook-secret", standardWebhooksSecret());
        settings.put("atelier.simulator.elevenlabs.webhook-secret", secret);
        for (var provider : ACCOUNT_WIDE) {
            settings.put("atelier.simulator." + provider + ".webhook-url",
                    api + "/api/v1/webhooks/providers/" + provider);
        }
        return settings;
    }

    /** Our side, but for Geminigen.ai's public key, which is downloaded from it. */
    Map<String, Object> ofServices() {
        var settings = new HashMap<String, Object>();
        for (var provider : providers()) {
            settings.put(named(provider, "base-url"), simulator + "/" + provider);
            settings.put(named(provider, "api-key"), "simulator");
        }
        settings.put(named("geminigen", "base-url"), simulator + "/geminigen/uapi/v1");
        settings.put(named("kie", "webhook-keys[0]"), secret);
        settings.put(named("openai", "webhook-keys[0]"), standardWebhooksSecret());
        settings.put(named("replicate", "webhook-keys[0]"), standardWebhooksSecret());
        settings.put(named("elevenlabs", "webhook-keys[0]"), secret);
        settings.put(named("fal", "webhook-keys[0]"), simulator + "/fal/.well-known/jwks.json");
        return settings;
    }

    private static String named(String provider, String setting) {
        return "atelier.providers." + provider + "." + setting;
    }

    private String standardWebhooksSecret() {
        return "whsec_" + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "SimulatedAccounts[" + simulator + "]";
    }
}
