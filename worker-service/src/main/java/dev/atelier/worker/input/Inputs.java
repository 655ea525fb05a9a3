package dev.atelier.worker.input;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.StringNode;

import dev.atelier.catalog.FieldRule.Handing;
import dev.atelier.catalog.SentFiles;
import dev.atelier.catalog.SentFiles.Resolved;
import dev.atelier.input.Input;
import dev.atelier.input.InputId;
import dev.atelier.input.InputLinks;
import dev.atelier.input.InputProperties;
import dev.atelier.input.InputTypes;
import dev.atelier.input.UserInputs;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.net.Download;
import dev.atelier.net.DownloadFailed;
import dev.atelier.net.Downloads;
import dev.atelier.output.store.OutputStore;
import dev.atelier.output.store.OutputStoreException;
import dev.atelier.user.UserId;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.queue.Patience;

/**
 * Makes of a job's references to files what its provider is handed. That happens before the provider is called, so whatever fails
 * here, surely nothing is spent; no transaction is held meanwhile. The messages of failures are for the job's owner.
 */
@Component
public class Inputs {
    private static final Logger log = LoggerFactory.getLogger(Inputs.class);
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int BEGINNING = 64;

    private final UserInputs inputs;
    private final OutputStore store;
    private final InputLinks links;
    private final Downloads downloads;
    private final InputProperties properties;
    private final Patience patience;

    Inputs(UserInputs inputs, OutputStore store, InputLinks links, Downloads downloads, InputProperties properties,
            Patience patience) {
        this.inputs = inputs;
        this.store = store;
        this.links = links;
        this.downloads = downloads;
        this.properties = properties;
        this.patience = patience;
    }

    /**
     * For one job of this user's, to be used at once: the time for all of its files begins now. A stranger's inputs are unknown.
     *
     * @return throws {@link ProviderException} when a file cannot be handed over
     */
    public SentFiles.Resolver of(UserId user) {
        long deadline = System.nanoTime() + properties.fetchWithin().toNanos();
        return (reference, as) -> ID.matcher(reference).matches()
                ? ours(user, new InputId(UUID.fromString(reference)), as)
                : elsewhere(reference, as, deadline);
    }

    private Resolved ours(UserId user, InputId id, Handing.As as) {
        var input = patience.untilDone(() -> inputs.used(user, List.of(id)))
                .stream()
                .findFirst()
                .orElseThrow(() -> refused("There is no input " + id + " any more."));
        if (as == Handing.As.URL) {
            return new Resolved(StringNode.valueOf(link(id).toString()), input.contentType());
        }
        return handed(bytes(input), input.contentType(), as);
    }

    private URI link(InputId id) {
        try {
            return links.link(id, links.expiry(Instant.now()));
        } catch (IllegalStateException e) {
            log.error("the provider takes files as addresses, and there is none to give it", e);
            throw new ProviderException(new JobFailure(FailureKind.INTERNAL,
                    "The provider would not find the input " + id + "."), e);
        }
    }

    private byte[] bytes(Input input) {
        try (var bytes = store.open(input.id().storeKey(), 0, input.size()).orElse(null)) {
            if (bytes == null) {
                log.error("the bytes of input {} are not in the store; was it emptied, or is it another folder?",
                        input.id());
                throw new ProviderException(FailureKind.INTERNAL,
                        "The bytes of the input " + input.id() + " are gone.");
            }
            return bytes.readAllBytes();
        } catch (IOException | OutputStoreException e) {
            log.warn("the store of inputs fails, the job is put off", e);
            throw new ProviderException(new JobFailure(FailureKind.PROVIDER_UNAVAILABLE,
                    "The input " + input.id() + " cannot be read just now."), e);
        }
    }

    private Resolved elsewhere(String reference, Handing.As as, long deadline) {
        var address = address(reference);
        if (as == Handing.As.URL) {
            return new Resolved(StringNode.valueOf(reference), "");
        }
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (!left.isPositive()) {
            throw new ProviderException(FailureKind.PROVIDER_UNAVAILABLE,
                    "The files of the request did not arrive within " + properties.fetchWithin().toSeconds() + " s.");
        }
        var bytes = fetched(new Download(address, properties.maxBytes().toBytes()).within(left));
        var type = InputTypes.of(Arrays.copyOf(bytes, Math.min(bytes.length, BEGINNING)))
                .orElseThrow(() -> refused("There is no picture, film or sound at the address of a file."));
        return handed(bytes, type, as);
    }

    private byte[] fetched(Download download) {
        try {
            return downloads.get(download, it -> it.bytes().readAllBytes());
        } catch (DownloadFailed e) {
            throw new ProviderException(new JobFailure(kind(e), "A file cannot be fetched. " + e.getMessage()), e);
        }
    }

    private static FailureKind kind(DownloadFailed failure) {
        return switch (failure) {
            case DownloadFailed.Unreachable _ -> FailureKind.PROVIDER_UNAVAILABLE;
            case DownloadFailed.UnexpectedStatus it when it.isTemporary() -> FailureKind.PROVIDER_UNAVAILABLE;
            case DownloadFailed.UnexpectedStatus _,DownloadFailed.Refused _,DownloadFailed.NotFound _,DownloadFailed.TooLarge _ ->
                FailureKind.INVALID_INPUT;
        };
    }

    private static URI address(String reference) {
        try {
            return new URI(reference);
        } catch (URISyntaxException _) {
            throw refused("What stands for a file is neither an address nor an input.");
        }
    }

    private static Resolved handed(byte[] bytes, String type, Handing.As as) {
        return switch (as) {
            case DATA_URL -> new Resolved(StringNode.valueOf("data:" + type + ";base64,"
                    + Base64.getEncoder().encodeToString(bytes)), type);
            case BASE64, PART -> new Resolved(BinaryNode.valueOf(bytes), type);
            case URL -> throw new IllegalArgumentException("an address is no bytes");
        };
    }

    private static ProviderException refused(String message) {
        return new ProviderException(FailureKind.INVALID_INPUT, message);
    }
}
