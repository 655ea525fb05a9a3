package dev.atelier.benchmark.processes;

import java.nio.file.Path;
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
 * @param extras         what an ordinary installation does not have
 */
public record Sizing(int apis, int workers, List<String> serviceOptions, Map<String, String> api,
        Map<String, String> worker, Extras extras) {
    public Sizing {
        if (apis < 1 || workers < 1) {
            throw new IllegalArgumentException("at least one api-service and one worker-service");
        }
        serviceOptions = List.copyOf(serviceOptions);
        api = Map.copyOf(api);
        worker = Map.copyOf(worker);
    }

    /** Without extras. */
    public Sizing(int apis, int workers, List<String> serviceOptions, Map<String, String> api,
            Map<String, String> worker) {
        this(apis, workers, serviceOptions, api, worker, Extras.NONE);
    }

    /**
     * @param database      PostgreSQL's own settings
     * @param simulator     settings of the simulator, as Spring properties
     * @param catalog       catalog files beside the usual ones, by name
     * @param workerClasses on the workers' class path after their own
     */
    public record Extras(Map<String, String> database, Map<String, String> simulator, Map<String, String> catalog,
            List<Path> workerClasses) {
        static final Extras NONE = new Extras(Map.of(), Map.of(), Map.of(), List.of());

        public Extras {
            database = Map.copyOf(database);
            simulator = Map.copyOf(simulator);
            catalog = Map.copyOf(catalog);
            workerClasses = List.copyOf(workerClasses);
        }
    }
}
