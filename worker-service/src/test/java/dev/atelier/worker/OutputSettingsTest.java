package dev.atelier.worker;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.atelier.output.store.OutputStoreProperties;

import static org.assertj.core.api.Assertions.assertThat;

/** Every setting about outputs and how long they are kept reaches its record, and a wrong one is refused by its name. */
class OutputSettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(OutputStoreProperties.class)
    @ConfigurationPropertiesScan({"dev.atelier.worker.output", "dev.atelier.worker.retention"})
    private static final class Settings {}

    @Test
    void every_setting_can_be_set() {
        runner.withPropertyValues("atelier.outputs.copy=false", "atelier.outputs.max-bytes=5MB",
                "atelier.outputs.copy-timeout=7m", "atelier.outputs.slots=3", "atelier.outputs.try-for=2h",
                "atelier.outputs.gone-after=9", "atelier.outputs.store=s3", "atelier.outputs.folder=/srv/outputs",
                "atelier.outputs.s3.endpoint=http://s3:9000",
                "atelier.outputs.s3.public-endpoint=https://s3.example.com",
                "atelier.outputs.s3.bucket=outputs", "atelier.outputs.s3.region=eu-central-1",
                "atelier.outputs.s3.access-key=id", "atelier.outputs.s3.secret-key=secret",
                "atelier.outputs.s3.path-style=true", "atelier.outputs.s3.links=false", "atelier.retention.media=7d",
                "atelier.retention.record=0d", "atelier.retention.batch=50")
                .run(context -> assertThat(context.getBeansWithAnnotation(ConfigurationProperties.class).values())
                        .map(Object::toString)
                        .containsExactlyInAnyOrder(
                                "OutputProperties[copy=false, maxBytes=5242880B, copyTimeout=PT7M, slots=3, tryFor=PT2H,"
                                        + " goneAfter=9]",
                                "OutputStoreProperties[store=S3, folder=/srv/outputs, s3=S3[endpoint=http://s3:9000,"
                                        + " publicEndpoint=https://s3.example.com, bucket=outputs, region=eu-central-1,"
                                        + " accessKey=***, secretKey=***, pathStyle=true, links=false]]",
                                "RetentionProperties[media=PT168H, record=PT0S, batch=50]"));
    }

    @Test
    void a_wrong_setting_is_refused_by_its_name() {
        for (var wrong : new String[]{"atelier.outputs.slots=0", "atelier.outputs.copy-timeout=0s",
            "atelier.outputs.s3.bucket=", "atelier.retention.batch=0"}) {
            runner.withPropertyValues(wrong).run(context -> {
                var name = wrong.substring(0, wrong.indexOf('='));
                assertThat(context).getFailure()
                        .rootCause()
                        .message()
                        .contains(
                                name.startsWith("atelier.outputs.s3") ? name : name.substring(0, name.lastIndexOf('.')))
                        .contains(name.substring(name.lastIndexOf('.') + 1));
            });
        }
        runner.withPropertyValues("atelier.outputs.store=s3")
                .run(context -> assertThat(context).getFailure()
                        .rootCause()
                        .hasMessageContaining("atelier.outputs.s3.bucket"));
    }
}
