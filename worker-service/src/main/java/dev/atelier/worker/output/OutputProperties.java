package dev.atelier.worker.output;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How outputs are copied; where to is told by {@link dev.atelier.output.store.OutputStoreProperties}.
 *
 * @param copy        whether files are copied to our store before their job is COMPLETED; else callers are given the provider's
 *                    addresses, for as long as the provider keeps the files
 * @param maxBytes    the largest file that is taken
 * @param copyTimeout how long one file may take
 * @param slots       files of one provider that are copied at once in this process
 * @param tryFor      how long a file's host is tried at least, counted from when the provider finished; a later deadline of the
 *                    job's goes on
 * @param goneAfter   how often a host must say in a row that there is no such file, until it is believed
 */
@ConfigurationProperties("atelier.outputs")
public record OutputProperties(@DefaultValue("true") boolean copy, @DefaultValue("500MB") DataSize maxBytes,
        @DefaultValue("10m") Duration copyTimeout, @DefaultValue("16") int slots, @DefaultValue("1h") Duration tryFor,
        @DefaultValue("6") int goneAfter) {
    public OutputProperties {
        if (maxBytes.toBytes() < 1 || slots < 1 || goneAfter < 1) {
            throw new IllegalArgumentException("atelier.outputs: max-bytes, slots and gone-after are at least 1, not "
                    + maxBytes + ", " + slots + ", " + goneAfter);
        }
        if (!copyTimeout.isPositive() || tryFor.isNegative()) {
            throw new IllegalArgumentException("atelier.outputs: copy-timeout is positive and try-for is not negative,"
                    + " not " + copyTimeout + ", " + tryFor);
        }
    }
}
