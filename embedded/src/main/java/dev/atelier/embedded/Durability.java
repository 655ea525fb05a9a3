package dev.atelier.embedded;

import java.util.HashMap;
import java.util.Map;

/** PostgreSQL's settings for data that must outlive a power cut, and for data that need not outlive the test. */
enum Durability {
    FULL("on", 200),
    NONE("off", 300);

    private final String sync;
    private final int connections;

    Durability(String sync, int connections) {
        this.sync = sync;
        this.connections = connections;
    }

    Map<String, String> settings() {
        var settings = new HashMap<>(Map.of("timezone", "UTC", "log_timezone", "UTC"));
        settings.put("fsync", sync);
        settings.put("synchronous_commit", sync);
        settings.put("full_page_writes", sync);
        settings.put("max_connections", Integer.toString(connections));
        return settings;
    }
}
