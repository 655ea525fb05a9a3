package dev.atelier.worker.input;

import java.util.Base64;

import org.springframework.stereotype.Component;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.StringNode;

import dev.atelier.catalog.FieldRule.Handing;
import dev.atelier.catalog.SentFiles;
import dev.atelier.catalog.SentFiles.Resolved;
import dev.atelier.job.FailureKind;
import dev.atelier.user.UserId;
import dev.atelier.worker.provider.ProviderException;

/** Makes of a job's references to files what its provider is handed. */
@Component
public class Inputs {
    private static final String DATA = "data:";

    /** For jobs of this user: a stranger's inputs are unknown. */
    public SentFiles.Resolver of(UserId user) {
        return Inputs::resolve;
    }

    private static Resolved resolve(String reference, Handing.As as) {
        if (reference.startsWith(DATA)) {
            return ofData(reference, as);
        }
        if (as == Handing.As.URL) {
            return new Resolved(StringNode.valueOf(reference), "");
        }
        throw new ProviderException(FailureKind.INVALID_INPUT, "The file cannot be handed over.");
    }

    private static Resolved ofData(String reference, Handing.As as) {
        int comma = reference.indexOf(',');
        var type = reference.substring(DATA.length(), comma).replace(";base64", "");
        return switch (as) {
            // Where a provider takes addresses, it takes data as one too.
            case URL, DATA_URL -> new Resolved(StringNode.valueOf(reference), type);
            case BASE64, PART -> new Resolved(BinaryNode.valueOf(Base64.getDecoder()
                    .decode(reference.substring(comma
                            + 1))),
                    type);
        };
    }
}
