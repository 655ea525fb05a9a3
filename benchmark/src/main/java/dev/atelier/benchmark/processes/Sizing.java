package dev.atelier.benchmark.processes;

import java.util.List;
import java.util.Map;

/**
 * What an installation consists of.
 *
 * @param apis           api-service instances
 * @param workers        worker-service instances
 * @param serviceOptions of the JVM, for each of these
 * @param api            settings beside the connections, as Spring properties
 * @param worker         the same for worker-service
 */
public record Sizing(int apis, int workers, List<String> serviceOptions, Map<String, String> api,
        Map<String, String> worker) {
    public Sizing {
        if (apis < 1 || workers < 1) {
            throw new IllegalArgumentException("at least one api-service and one worker-service");
        }
        serviceOptions = List.copyOf(serviceOptions);
        api = Map.copyOf(api);
        worker = Map.copyOf(worker);
    }
}
