package dev.atelier.api.credentials;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.api.security.Caller;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.CredentialCipher;
import dev.atelier.credential.Credentials;

@RestController
@RequestMapping(path = "/api/v1/credentials")
@Tag(name = "Credentials",
        description = "Your own keys of providers. A job of yours is paid with yours, when you have one")
class CredentialController {
    private final Credentials credentials;
    private final CredentialCipher cipher;
    private final Catalog catalog;

    CredentialController(Credentials credentials, CredentialCipher cipher, Catalog catalog) {
        this.credentials = credentials;
        this.cipher = cipher;
        this.catalog = catalog;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "listCredentials", summary = "Lists the providers that you have stored a key for")
    List<CredentialView> list(Caller caller) {
        return credentials.list(caller.userId()).stream().map(CredentialView::of).toList();
    }

    @GetMapping(path = "/{provider}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "getCredential", summary = "Tells whether you have stored a key, never the key")
    @ApiResponse(responseCode = "200")
    @ApiResponse(responseCode = "404", description = "credential_not_found or unknown_provider")
    CredentialView find(@Parameter(example = "kie") @PathVariable String provider, Caller caller) {
        var known = known(provider);
        return credentials.find(caller.userId(), known).map(CredentialView::of).orElseThrow(() -> none(known));
    }

    @PutMapping(path = "/{provider}", consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "putCredential", summary = "Stores or replaces your key",
            description = "It is encrypted, and cannot be read back.",
            requestBody = @RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
                    schemaProperties = @SchemaProperty(name = "apiKey",
                            schema = @Schema(type = "string", minLength = 8, maxLength = 500, format = "password")))))
    @ApiResponse(responseCode = "200")
    @ApiResponse(responseCode = "400", description = "invalid_request or malformed_json")
    @ApiResponse(responseCode = "404", description = "unknown_provider")
    @ApiResponse(responseCode = "503", description = "credentials_unavailable: the operator has set no encryption key")
    CredentialView put(@Parameter(example = "kie") @PathVariable String provider, Caller caller,
            HttpServletRequest request) throws IOException {
        var known = known(provider);
        var body = CredentialBody.of(request);
        if (!cipher.isReady()) {
            throw Refusal.of(ProblemCode.CREDENTIALS_UNAVAILABLE,
                    "The operator has not set an encryption key, so nothing can be stored.");
        }
        return CredentialView.of(credentials.put(caller.userId(), known, body.apiKey()));
    }

    @DeleteMapping("/{provider}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteCredential", summary = "Deletes your key")
    @ApiResponse(responseCode = "204", description = "There is none any more")
    @ApiResponse(responseCode = "404", description = "credential_not_found or unknown_provider")
    void delete(@Parameter(example = "kie") @PathVariable String provider, Caller caller) {
        var known = known(provider);
        if (!credentials.delete(caller.userId(), known)) {
            throw none(known);
        }
    }

    private ProviderId known(String text) {
        return catalog.providers()
                .stream()
                .map(it -> it.id())
                .filter(it -> it.value().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.of(ProblemCode.UNKNOWN_PROVIDER, "There is no such provider. Known: "
                        + catalog.providers().stream().map(it -> it.id().value()).collect(Collectors.joining(", "))
                        + "."));
    }

    private static Refusal none(ProviderId provider) {
        return Refusal.of(ProblemCode.CREDENTIAL_NOT_FOUND, "You have stored no key for " + provider + ".");
    }
}
