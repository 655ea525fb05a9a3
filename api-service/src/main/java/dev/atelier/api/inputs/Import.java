package dev.atelier.api.inputs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.catalog.FieldRule;
import dev.atelier.input.InputProperties;
import dev.atelier.net.Download;
import dev.atelier.net.DownloadFailed;
import dev.atelier.net.Downloads;
import dev.atelier.output.store.IncomingFile;
import dev.atelier.output.store.OutputStore;

/** A file at an address that a caller names. */
@Component
class Import {
    static final String URL = "url";

    private static final String ALLOWED = "the address of a file on the public internet: https://… or http://…";
    private static final int LONGEST = 4096;

    private final Downloads downloads;
    private final OutputStore store;
    private final InputProperties properties;

    Import(Downloads downloads, OutputStore store, InputProperties properties) {
        this.downloads = downloads;
        this.store = store;
        this.properties = properties;
    }

    /** @throws Refusal when there is no such file, or it must not be fetched */
    <T> T of(ObjectNode body, Function<IncomingFile, T> taking) {
        var address = address(body);
        var value = FieldRule.shown(body.path(URL));
        long most = properties.maxBytes().toBytes();
        IncomingFile received;
        try {
            received = downloads.get(new Download(address, most), it -> store.receive(it.bytes(), most));
        } catch (DownloadFailed e) {
            throw refusal(e, value);
        }
        try (received) {
            return taking.apply(received);
        }
    }

    private static Refusal refusal(DownloadFailed failure, String value) {
        return switch (failure) {
            case DownloadFailed.UnexpectedStatus it when it.isTemporary() -> unreachable(it);
            case DownloadFailed.Unreachable it -> unreachable(it);
            case DownloadFailed.TooLarge it -> problem(value, "a file of at most " + it.limit() + " bytes");
            case DownloadFailed.Refused it -> problem(value, ALLOWED + ". " + it.getMessage());
            case DownloadFailed.NotFound it -> problem(value, ALLOWED + ". " + it.getMessage());
            case DownloadFailed.UnexpectedStatus it -> problem(value, ALLOWED + ". " + it.getMessage());
        };
    }

    private static Refusal unreachable(DownloadFailed failure) {
        return Refusal.of(ProblemCode.INPUT_UNREACHABLE, failure.getMessage() + " Another time it may.");
    }

    private static URI address(ObjectNode body) {
        var problems = new ArrayList<FieldProblem>();
        body.properties()
                .stream()
                .filter(it -> !it.getKey().equals(URL))
                .forEach(it -> problems.add(new FieldProblem(it.getKey(), FieldRule.shown(it.getValue()),
                        "nothing: there is one field, url")));
        var url = body.get(URL);
        var address = address(url);
        if (address == null) {
            problems.add(new FieldProblem(URL, url == null ? "null" : FieldRule.shown(url), ALLOWED));
        }
        if (!problems.isEmpty() || address == null) {
            throw Refusal.of(problems);
        }
        return address;
    }

    private static @Nullable URI address(@Nullable JsonNode url) {
        if (url == null || !url.isString() || url.asString().length() > LONGEST) {
            return null;
        }
        try {
            return new URI(url.asString());
        } catch (URISyntaxException _) {
            return null;
        }
    }

    private static Refusal problem(String value, String allowed) {
        return Refusal.of(new FieldProblem(URL, value, allowed));
    }
}
