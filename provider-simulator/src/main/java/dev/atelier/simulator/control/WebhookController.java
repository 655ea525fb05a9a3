package dev.atelier.simulator.control;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

import dev.atelier.simulator.callbacks.AccountWebhook;

/** Account-wide webhook addresses: what one types into a provider's dashboard. */
@RestController
@RequestMapping("/__simulator/webhooks")
class WebhookController {

    private final Map<String, AccountWebhook> webhooks;
    private final ControlJson json;

    WebhookController(List<AccountWebhook> webhooks, ControlJson json) {
        this.webhooks = webhooks.stream()
                .collect(Collectors.toMap(AccountWebhook::provider, Function.identity(), (a, b) -> a, TreeMap::new));
        this.json = json;
    }

    @GetMapping("/{provider}")
    Address address(@PathVariable String provider) {
        return new Address(known(provider).url());
    }

    /** {@code {"url": null}} takes it away. */
    @PutMapping("/{provider}")
    Address replace(@PathVariable String provider, @RequestBody byte[] body) {
        var webhook = known(provider);
        var address = json.read(body);
        for (var name : address.propertyNames()) {
            if (!name.equals("url")) {
                throw new InvalidControl(name, address.get(name).toString(), "nothing: there is no such field");
            }
        }
        var url = address.get("url");
        if (url == null) {
            throw new InvalidControl("url", "absent", "an http(s) URL, or null");
        }
        webhook.replace(url.isNull() ? null : httpUrl(url));
        return new Address(webhook.url());
    }

    private static URI httpUrl(JsonNode url) {
        if (url.isString()) {
            try {
                var uri = URI.create(url.stringValue());
                if (uri.getRawAuthority() != null
                        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                throw new InvalidControl("url", url.toString(), "an http(s) URL, or null");
            }
        }
        throw new InvalidControl("url", url.toString(), "an http(s) URL, or null");
    }

    private AccountWebhook known(String provider) {
        var webhook = webhooks.get(provider);
        if (webhook == null) {
            throw new InvalidControl("provider", provider, String.join(", ", webhooks.keySet()));
        }
        return webhook;
    }

    record Address(@Nullable URI url) {}
}
