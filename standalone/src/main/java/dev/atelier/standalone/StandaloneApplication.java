package dev.atelier.standalone;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

import dev.atelier.embedded.EmbeddedStartException;

/** {@code mvn spring-boot:run}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StandaloneProperties.class)
class StandaloneApplication {

    public static void main(String[] args) throws InterruptedException {
        var standalone = new Standalone(settings(args), List.of(args));
        var stopped = new CountDownLatch(1);
        // Ctrl-C: one hook, so that the services close before the database that they write to.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            standalone.close();
            stopped.countDown();
        }, "stop"));
        try {
            System.out.println(standalone.start());
        } catch (CannotStart | EmbeddedStartException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            fail("the lines above say where it broke; at the bottom of it: "
                    + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
        stopped.await();
    }

    private static StandaloneProperties settings(String[] args) {
        try (var context = new SpringApplicationBuilder(StandaloneApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(Map.of("spring.config.name", "application,standalone"))
                .run(args)) {
            return context.getBean(StandaloneProperties.class);
        }
    }

    private static void fail(String message) {
        System.err.println("\nAtelier cannot start:\n  " + message + "\n");
        System.exit(1);
    }
}
