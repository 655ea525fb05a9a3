package dev.atelier.simulator;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.RequestContextFilter;

/** The provider simulator, as a process of its own or inside another program. Nobody measures its requests. */
@SpringBootApplication(exclude = WebMvcObservationAutoConfiguration.class)
@ConfigurationPropertiesScan
public class SimulatorApplication {

    /** Does nothing for any of ours: the dispatcher servlet does the same for controllers, and nobody else asks. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContextFilter() {
        var registration = new FilterRegistrationBean<>(new RequestContextFilter());
        registration.setEnabled(false);
        return registration;
    }

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
