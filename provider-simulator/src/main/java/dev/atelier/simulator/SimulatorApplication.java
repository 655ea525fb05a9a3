package dev.atelier.simulator;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The provider simulator, as a process of its own or inside another program. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SimulatorApplication {

    public static void main(String[] args) {
        builder().run(args);
    }

    /**
     * How every program starts the simulator. Its settings are packaged as {@code provider-simulator.yaml}, a name that
     * several services in one JVM can tell from their own.
     */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(SimulatorApplication.class).bannerMode(Banner.Mode.OFF)
                .properties("spring.config.name=application,provider-simulator");
    }
}
