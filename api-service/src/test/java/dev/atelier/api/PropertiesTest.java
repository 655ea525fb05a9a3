package dev.atelier.api;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Every setting of this service reaches its record, and a wrong one is refused by its name. */
class PropertiesTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties
    @ConfigurationPropertiesScan("dev.atelier.api")
    private static final class Settings {}

    @Test
    void every_setting_can_be_set() {
        runner.withPropertyValues("atelier.api.max-body-bytes=1000", "atelier.api.publish-within=3s",
                "atelier.api.webhooks.max-body-bytes=2000", "atelier.security.api-key-cache=1m",
                "atelier.security.trusted-user-header=x-user-id", "atelier.api.window=7",
                "atelier.security.operator-keys=an-operators-key-1,an-operators-key-2")
                .run(context -> assertThat(context.getBeansWithAnnotation(
                        org.springframework.boot.context.properties.ConfigurationProperties.class).values())
                        .map(Object::toString)
                        .containsExactlyInAnyOrder(
                                "GenerateProperties[maxBodyBytes=1000, window=7, publishWithin=PT3S]",
                                "WebhookProperties[maxBodyBytes=2000]",
                                "SecurityProperties[apiKeyCache=PT1M, trustedUserHeader=x-user-id, operatorKeys=[***, ***]]"));
    }

    @Test
    void a_wrong_setting_is_refused_by_its_name() {
        for (var wrong : new String[]{"atelier.api.max-body-bytes=0", "atelier.api.publish-within=0s",
            "atelier.api.webhooks.max-body-bytes=999999999", "atelier.security.api-key-cache=-1s",
            "atelier.security.trusted-user-header=Authorization",
            "atelier.security.operator-keys=short", "atelier.api.window=0"}) {
            runner.withPropertyValues(wrong)
                    .run(context -> assertThat(context).getFailure()
                            .rootCause()
                            .hasMessageContaining(wrong.substring(0, wrong.indexOf('='))));
        }
    }
}
