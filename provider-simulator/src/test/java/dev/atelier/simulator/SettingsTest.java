package dev.atelier.simulator;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {

    @Test
    void the_packaged_settings_are_found_however_the_program_starts() {
        try (var simulator = SimulatorApplication.builder().run("--server.port=0")) {
            var settings = simulator.getEnvironment();
            assertThat(settings.getProperty("spring.application.name")).isEqualTo("provider-simulator");
            assertThat(settings.getProperty("spring.threads.virtual.enabled")).isEqualTo("true");
            assertThat(settings.getProperty("server.shutdown")).isEqualTo("graceful");
        }
    }

    @Test
    void every_setting_is_heard() {
        var settings = List.of("--server.port=0", "--atelier.simulator.public-base-url=http://simulator:3100",
                "--atelier.simulator.seed=77", "--atelier.simulator.charges.max-kept=78",
                "--atelier.simulator.tasks.max-kept=79", "--atelier.simulator.tasks.max-age=80s",
                "--atelier.simulator.tasks.max-text=81B", "--atelier.simulator.pictures.longest-side=82",
                "--atelier.simulator.pictures.drawn-at-once=83", "--atelier.simulator.callbacks.timeout=84s",
                "--atelier.simulator.callbacks.max-waiting=85", "--atelier.simulator.callbacks.in-flight-per-target=86",
                "--atelier.simulator.kie.api-keys=a,b,c", "--atelier.simulator.kie.webhook-hmac-key=secret",
                "--atelier.simulator.kie.callback-pause=87s", "--atelier.simulator.geminigen.api-keys=d,e",
                "--atelier.simulator.geminigen.webhook-url=http://gateway/hook",
                "--atelier.simulator.geminigen.signed-text=body", "--atelier.simulator.geminigen.callback-pause=88s",
                "--atelier.simulator.fal.api-keys=f", "--atelier.simulator.fal.callback-pause=91s",
                "--atelier.simulator.replicate.api-keys=g", "--atelier.simulator.replicate.callback-pause=92s",
                "--atelier.simulator.replicate.webhook-secret=whsec_c2VjcmV0",
                "--atelier.simulator.stability.api-keys=f,g,h,i",
                "--atelier.simulator.elevenlabs.api-keys=j", "--atelier.simulator.elevenlabs.webhook-secret=secret",
                "--atelier.simulator.elevenlabs.webhook-url=http://gateway/eleven",
                "--atelier.simulator.google.api-keys=f", "--atelier.simulator.google.callback-pause=93s",
                "--atelier.simulator.anthropic.api-keys=g,h",
                "--atelier.simulator.faults.kie.callback-late-by=89s",
                "--atelier.simulator.faults.kie.unknown-status-percent=90");
        try (var simulator = SimulatorApplication.builder().run(settings.toArray(String[]::new))) {
            var heard = simulator.getBeansWithAnnotation(ConfigurationProperties.class)
                    .values()
                    .stream()
                    .map(Object::toString)
                    .filter(text -> text.contains("Properties["))
                    .collect(Collectors.joining());
            assertThat(heard).contains("publicBaseUrl=http://simulator:3100", "seed=77",
                    "ChargeProperties[maxKept=78]", "TaskProperties[maxKept=79, maxAge=PT1M20S, maxText=81B]",
                    "PictureProperties[longestSide=82, drawnAtOnce=83]",
                    "CallbackProperties[timeout=PT1M24S, maxWaiting=85, inFlightPerTarget=86]",
                    "KieProperties[3 keys, callbacks signed, pause PT1M27S]",
                    "GeminigenProperties[2 keys, webhook http://gateway/hook, signed text BODY, pause PT1M28S]",
                    "FalProperties[1 keys, pause PT1M31S]",
                    "ReplicateProperties[1 keys, signing key set, pause PT1M32S]",
                    "StabilityProperties[4 keys]",
                    "ElevenlabsProperties[1 keys, webhook http://gateway/eleven, signed]",
                    "GoogleProperties[1 keys, pause PT1M33S]",
                    "AnthropicProperties[2 keys]", "callbackLateBy=PT1M29S",
                    "unknownStatusPercent=90.0")
                    .doesNotContain("secret");
        }
    }

    @Test
    void faults_for_a_provider_that_nobody_stands_in_for_stop_the_start() {
        assertThatThrownBy(() -> RunningSimulator.start("--atelier.simulator.faults.acme.delay=1s"))
                .hasStackTraceContaining("no provider 'acme' here");
    }

    @Test
    void faults_out_of_range_stop_the_start() {
        assertThatThrownBy(() -> RunningSimulator.start("--atelier.simulator.faults.kie.fail-percent=101"))
                .hasStackTraceContaining("failPercent is 101.0, allowed: 0 to 100");
    }
}
