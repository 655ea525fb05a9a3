package dev.atelier.standalone;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where standalone keeps its data and which ports it takes, all on loopback.
 *
 * @param folder       holds the database and the generated secrets; what is in it survives a restart
 * @param databasePort 0 takes any free one
 * @param brokerPort   0 takes any free one
 */
@ConfigurationProperties("atelier.standalone")
record StandaloneProperties(@DefaultValue(".atelier") Path folder, @DefaultValue("3000") int apiPort,
        @DefaultValue("3001") int apiManagementPort, @DefaultValue("3002") int workerPort,
        @DefaultValue("3100") int simulatorPort, @DefaultValue("0") int databasePort,
        @DefaultValue("0") int brokerPort) {

    /** The ports that are asked for, by the setting that asks. */
    Map<String, Integer> ports() {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put("api-port", apiPort);
        ports.put("api-management-port", apiManagementPort);
        ports.put("worker-port", workerPort);
        ports.put("simulator-port", simulatorPort);
        ports.put("database-port", databasePort);
        ports.put("broker-port", brokerPort);
        ports.values().removeIf(it -> it == 0);
        return ports;
    }
}
