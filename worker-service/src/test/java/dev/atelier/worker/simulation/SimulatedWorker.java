package dev.atelier.worker.simulation;

import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import javax.sql.DataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

import dev.atelier.batch.Batchers;
import dev.atelier.catalog.Catalog;
import dev.atelier.credential.CredentialCipher;
import dev.atelier.credential.CredentialProperties;
import dev.atelier.credential.Credentials;
import dev.atelier.credential.ProviderAccounts;
import dev.atelier.credential.Secret;
import dev.atelier.deadletter.DeadLetters;
import dev.atelier.input.InputLinks;
import dev.atelier.input.InputProperties;
import dev.atelier.input.UserInputs;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobSnapshots;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.Topology;
import dev.atelier.net.Downloads;
import dev.atelier.net.NetProperties;
import dev.atelier.output.OutputRows;
import dev.atelier.webhook.CallbackProperties;
import dev.atelier.webhook.CallbackTokens;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.dispatch.Dispatcher;
import dev.atelier.worker.output.OutputProperties;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapters;
import dev.atelier.worker.queue.Patience;
import dev.atelier.worker.queue.Subscription;
import dev.atelier.worker.queue.Subscriptions;
import dev.atelier.worker.queue.Together;

/** One worker process: the real listeners and the real dispatcher, put together by a container as in production. */
final class SimulatedWorker {
    static final WorkerProperties PROPERTIES = new WorkerProperties(EnumSet.allOf(Role.class), Set.of("*"), 100,
            Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofSeconds(2),
            Duration.ofMinutes(1), 2, 2, Duration.ofSeconds(25));
    /** Its jobs have no files. */
    private static final InputProperties INPUTS = new InputProperties(DataSize.ofMegabytes(1),
            Duration.ofHours(24), Duration.ofSeconds(45));
    private static final Downloads DOWNLOADS = new Downloads(new NetProperties(false, Set.of(443),
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    private static final OutputProperties OUTPUTS = new OutputProperties(true, DataSize.ofMegabytes(1),
            Duration.ofMinutes(1), 2, Duration.ofMinutes(5), 6);
    private static final List<String> COMPONENTS = List.of("input.Inputs", "submit.SubmitListener",
            "check.CheckListener",
            "webhook.WebhookListener", "webhook.Callbacks", "outcome.Outcomes", "gate.ProviderGates",
            "webhook.StoredCallbacks", "outcome.Finishing", "output.OutputFiles", "output.OutputListener",
            "retention.RetentionSweep",
            "credential.CallKeys", "dispatch.Dispatcher", "dispatch.QueueDepths");
    private static final List<String> SCHEDULED = List.of("webhook.StoredCallbacks", "dispatch.Dispatcher");

    private final String name;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();
    private final List<Runnable> rounds;
    private final Runnable sweep;

    SimulatedWorker(String name, DataSource source, Catalog catalog, List<? extends ProviderAdapter> providers,
            SimulatedBroker broker, SimulatedOutputs outputs, Topology topology, RandomGenerator random, Steps steps) {
        this.name = name;
        var beans = new DefaultListableBeanFactory();
        var jdbc = JdbcClient.create(source);
        var meters = new SimpleMeterRegistry();
        List.of(PROPERTIES, OUTPUTS, outputs, new OutputRows(jdbc), catalog,
                new ProviderAdapters(List.copyOf(providers)), topology, random,
                new JobChanges(jdbc, meters), new JobSnapshots(jdbc), new WebhookEvents(jdbc), new DeadLetters(jdbc),
                new TransactionTemplate(new DataSourceTransactionManager(source)), new Nudges(broker, topology),
                new Credentials(jdbc, new CredentialCipher(new CredentialProperties(Map.of(), null))),
                accounts(providers), tokens(), Batchers.direct(), new UserInputs(jdbc), INPUTS,
                new InputLinks(callbacks(), INPUTS),
                DOWNLOADS,
                new Patience(it -> steps.at("waits for the database")), new Together(true))
                .forEach(it -> beans.registerSingleton(it.getClass().getName(), it));
        beans.registerSingleton("meters", meters);
        beans.registerSingleton("broker", admin(broker));
        beans.registerSingleton("retention", BeanUtils.instantiateClass(type("retention.RetentionProperties")
                .getDeclaredConstructors()[0], Duration.ofDays(30), Duration.ofDays(365), 2));
        for (var component : COMPONENTS) {
            var definition = new RootBeanDefinition(type(component));
            definition.setAutowireMode(AutowireCapableBeanFactory.AUTOWIRE_CONSTRUCTOR);
            beans.registerBeanDefinition(component, definition);
        }
        beans.getBeansOfType(Subscriptions.class).values().forEach(it -> subscriptions.addAll(it.subscriptions()));
        sweep = round(beans.getBean("retention.RetentionSweep"));
        rounds = SCHEDULED.stream().map(it -> round(beans.getBean(it))).toList();
    }

    static CallbackTokens tokens() {
        return new CallbackTokens(callbacks());
    }

    private static CallbackProperties callbacks() {
        return new CallbackProperties(URI.create("http://localhost"), List.of(new Secret(
                "0123456789abcdef0123456789abcdef")));
    }

    String name() {
        return name;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    /** Its threads that run or are paused. */
    List<Actor> actors() {
        return actors;
    }

    void dispatch() {
        rounds.forEach(Runnable::run);
    }

    /** A round of what deletes what is kept no longer. */
    void sweep() {
        sweep.run();
    }

    private static Runnable round(Object component) {
        if (component instanceof Dispatcher it) {
            return it::look;
        }
        var method = Arrays.stream(component.getClass().getDeclaredMethods())
                .filter(it -> it.isAnnotationPresent(Scheduled.class))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        return () -> ReflectionUtils.invokeMethod(method, component);
    }

    private static ProviderAccounts accounts(List<? extends ProviderAdapter> providers) {
        var accounts = new HashMap<String, ProviderAccounts.Account>();
        providers.forEach(it -> accounts.put(it.provider().value(), new ProviderAccounts.Account(new Secret("key"),
                List.of())));
        return new ProviderAccounts(accounts);
    }

    private static AmqpAdmin admin(SimulatedBroker broker) {
        return (AmqpAdmin) Proxy.newProxyInstance(AmqpAdmin.class.getClassLoader(),
                new Class<?>[]{AmqpAdmin.class}, (proxy, method, args) -> switch (method.getName()) {
                    case "getQueueInfo" -> {
                        if (broker.isAway()) {
                            throw new AmqpConnectException(new ConnectException(
                                    "away"));
                        }
                        var queue = String.valueOf(args[0]);
                        yield new QueueInformation(queue, broker.depth(queue), 1);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Class<?> type(String component) {
        return ClassUtils.resolveClassName("dev.atelier.worker." + component, null);
    }
}
