package dev.atelier;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.batch.Batchers;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.CatalogConfiguration;
import dev.atelier.credential.CredentialCipher;
import dev.atelier.credential.CredentialProperties;
import dev.atelier.credential.Credentials;
import dev.atelier.credential.ProviderAccounts;
import dev.atelier.deadletter.DeadLetters;
import dev.atelier.input.InputLinks;
import dev.atelier.input.InputProperties;
import dev.atelier.input.UserInputs;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobSnapshots;
import dev.atelier.messaging.BrokerProperties;
import dev.atelier.messaging.ConfirmingPublisher;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.Publisher;
import dev.atelier.messaging.Topology;
import dev.atelier.net.Downloads;
import dev.atelier.net.NetProperties;
import dev.atelier.output.OutputRows;
import dev.atelier.output.store.OutputStoreConfiguration;
import dev.atelier.user.Users;
import dev.atelier.webhook.CallbackProperties;
import dev.atelier.webhook.CallbackTokens;
import dev.atelier.webhook.WebhookEvents;

/** What both services need from common-model; each imports it, since neither scans the other's packages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BrokerProperties.class, CallbackProperties.class, CredentialProperties.class,
    InputProperties.class, NetProperties.class, ProviderAccounts.class})
@org.springframework.context.annotation.Import({CatalogConfiguration.class, OutputStoreConfiguration.class})
public class CommonModel {
    @Bean
    JobChanges jobChanges(JdbcClient jdbc, MeterRegistry meters) {
        return new JobChanges(jdbc, meters);
    }

    @Bean
    Batchers batchers(MeterRegistry meters) {
        return new Batchers(meters);
    }

    @Bean
    JobSnapshots jobSnapshots(JdbcClient jdbc) {
        return new JobSnapshots(jdbc);
    }

    @Bean
    OutputRows outputRows(JdbcClient jdbc) {
        return new OutputRows(jdbc);
    }

    @Bean
    WebhookEvents webhookEvents(JdbcClient jdbc) {
        return new WebhookEvents(jdbc);
    }

    @Bean
    DeadLetters deadLetters(JdbcClient jdbc) {
        return new DeadLetters(jdbc);
    }

    @Bean
    Users users(JdbcClient jdbc) {
        return new Users(jdbc);
    }

    @Bean
    CredentialCipher credentialCipher(CredentialProperties properties) {
        return new CredentialCipher(properties);
    }

    @Bean
    Credentials credentials(JdbcClient jdbc, CredentialCipher cipher) {
        return new Credentials(jdbc, cipher);
    }

    @Bean
    CallbackTokens callbackTokens(CallbackProperties properties) {
        return new CallbackTokens(properties);
    }

    @Bean
    Topology topology(BrokerProperties properties) {
        return new Topology(properties.prefix());
    }

    @Bean
    Declarables declarables(Topology topology, Catalog catalog) {
        return topology.declarables(catalog.providers().stream().map(it -> it.id()).toList());
    }

    @Bean
    ConfirmingPublisher publisher(CachingConnectionFactory connections, BrokerProperties properties) {
        var publishing = connections.getPublisherConnectionFactory();
        return new ConfirmingPublisher(publishing == null ? connections : publishing, properties);
    }

    @Bean
    Nudges nudges(Publisher publisher, Topology topology) {
        return new Nudges(publisher, topology);
    }

    @Bean
    Downloads downloads(NetProperties properties) {
        return new Downloads(properties);
    }

    @Bean
    UserInputs userInputs(JdbcClient jdbc) {
        return new UserInputs(jdbc);
    }

    @Bean
    InputLinks inputLinks(CallbackProperties callbacks, InputProperties properties) {
        return new InputLinks(callbacks, properties);
    }
}
