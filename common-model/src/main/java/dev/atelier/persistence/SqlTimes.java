package dev.atelier.persistence;

/** Times in statements. */
public final class SqlTimes {
    /**
     * The smallest UUIDv7 that can have been made since the interval {@code :after} before now: older rows are found by their
     * primary key alone. A machine whose clock runs ahead makes larger ones, so ask for the row's own time as well.
     */
    public static final String FIRST_ID_SINCE = """
            cast(lpad(to_hex(cast(floor(extract(epoch from now() - cast(:after as interval)) * 1000) as bigint)), 12, '0')
                 || '00000000000000000000' as uuid)""";

    private SqlTimes() {}
}
