package dev.atelier.simulator.charges;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Every charge, oldest first; each packed into one array, for there may be a million. */
@Component
public class Charges {

    private static final int MAX_ID_BYTES = 255;

    private final int maxKept;
    private final ArrayDeque<byte[]> packed = new ArrayDeque<>();
    /** Names of providers and models, which are few; a charge holds their places in here. */
    private final List<String> names = new CopyOnWriteArrayList<>();
    private long forgotten;

    Charges(ChargeProperties properties) {
        this.maxKept = properties.maxKept();
    }

    public synchronized void add(Charge charge) {
        packed.addLast(pack(charge));
        if (packed.size() > maxKept) {
            packed.removeFirst();
            forgotten++;
        }
    }

    /** Charges as of now; reading on does not hold up anybody. */
    public Stream<Charge> all() {
        return Stream.of(snapshot()).map(this::unpack);
    }

    /** How many charges fell off the end because there were too many. */
    public synchronized long forgotten() {
        return forgotten;
    }

    public synchronized void clear() {
        packed.clear();
        forgotten = 0;
    }

    private synchronized byte[][] snapshot() {
        return packed.toArray(byte[][]::new);
    }

    private byte[] pack(Charge charge) {
        var id = charge.providerJobId().getBytes(StandardCharsets.UTF_8);
        var reference = charge.reference() == null ? null : charge.reference().getBytes(StandardCharsets.UTF_8);
        var prompt = charge.prompt().getBytes(StandardCharsets.UTF_8);
        if (id.length > MAX_ID_BYTES) {
            throw new IllegalArgumentException("an id of " + id.length + " bytes");
        }
        var length = Long.BYTES + 2 * Short.BYTES + 1 + id.length + 1 + (reference == null ? 0 : reference.length)
                + prompt.length;
        var buffer = ByteBuffer.allocate(length)
                .putLong(charge.at().toEpochMilli())
                .putShort(placeOf(charge.provider()))
                .putShort(placeOf(charge.model()))
                .put((byte) id.length)
                .put(id);
        if (reference == null) {
            buffer.put((byte) 0);
        } else {
            buffer.put((byte) reference.length).put(reference);
        }
        return buffer.put(prompt).array();
    }

    private Charge unpack(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var at = Instant.ofEpochMilli(buffer.getLong());
        var provider = names.get(buffer.getShort());
        var model = names.get(buffer.getShort());
        var id = text(buffer, Byte.toUnsignedInt(buffer.get()));
        var reference = text(buffer, Byte.toUnsignedInt(buffer.get()));
        var prompt = text(buffer, buffer.remaining());
        return new Charge(provider, id, emptyAsNull(reference), model, prompt, at);
    }

    private short placeOf(String name) {
        var place = names.indexOf(name);
        if (place < 0) {
            place = names.size();
            names.add(name);
        }
        return (short) place;
    }

    private static String text(ByteBuffer buffer, int length) {
        var bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
