package dev.atelier.api.webhooks.signature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

/** The schemes by their names. */
@Component
public final class SignatureSchemes {
    private final Map<String, SignatureScheme> schemes;

    SignatureSchemes(List<SignatureScheme> schemes) {
        this.schemes = schemes.stream().collect(Collectors.toMap(SignatureScheme::name, Function.identity()));
    }

    public Optional<SignatureScheme> find(String name) {
        return Optional.ofNullable(schemes.get(name));
    }
}
