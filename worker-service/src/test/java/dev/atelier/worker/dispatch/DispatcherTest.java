package dev.atelier.worker.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.CatalogLoader;
import dev.atelier.catalog.CatalogProperties;
import dev.atelier.catalog.CatalogRows;
import dev.atelier.catalog.GenerationRequest;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.job.NewJob;
import dev.atelier.job.SubmitJobs;
import dev.atelier.messaging.BrokerProperties;
import dev.atelier.messaging.ConfirmingPublisher;
import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.Topology;
import dev.atelier.testsupport.TestBroker;
import dev.atelier.testsupport.TestDatabase;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;

import static org.assertj.core.api.Assertions.assertThat;

class DispatcherTest {
    private static final ProviderId PROVIDER = new ProviderId("slow");
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int WINDOW = 20;
    private static final UserId USER = new UserId(UUID.fromString("00000000-0000-7000-8000-0000000000aa"));

    @TempDir
    private Path folder;
    private final Topology topology = new Topology("dispatcher-" + UUID.randomUUID() + ".");
    private final CachingConnectionFactory connections = connections();
    private final RabbitAdmin admin = new RabbitAdmin(connections);
    private final ConfirmingPublisher publisher = new ConfirmingPublisher(connections,
            new BrokerProperties("", 100, 100, Duration.ofSeconds(10)));
    private JobChanges changes;
    private Dispatcher dispatcher;
    private AiModel model;

    @BeforeEach
    void begin() throws IOException {
        var source = source();
        Flyway.configure().dataSource(source).loggers("slf4j").load().migrate();
        var jdbc = JdbcClient.create(source);
        Files.writeString(folder.resolve("slow.yaml"), """
                version: 1
                provider:
                  id: slow
                  name: Slow
                  spec:
                    callback: {delivery: PER_JOB}
                    slots: 4
                    uncertainFor: PT1M
                    recovery: {evidence: NONE, policy: FAIL}
                    cancellable: false
                models:
                  - slug: picture
                    name: Picture
                    category: TEXT_TO_IMAGE
                    model: picture
                    operation: jobs
                    timing: {usual: PT20S, waiting: PT8M, deadline: PT10M, attempts: 3}
                    fields:
                      - {type: text, name: prompt, sentAs: prompt, required: true, maxLength: 100}
                """);
        new CatalogLoader(jdbc, new TransactionTemplate(new DataSourceTransactionManager(source)),
                new CatalogProperties(folder, Duration.ofSeconds(30))).load();
        new Users(jdbc).ensure(USER, "Somebody");
        var rows = CatalogRows.read(jdbc);
        model = rows.models().stream().filter(it -> it.provider().equals(PROVIDER)).findFirst().orElseThrow();
        var catalog = new Catalog(() -> rows);
        catalog.reload();
        var declarables = topology.declarables(List.of(PROVIDER));
        declarables.getDeclarablesByType(Exchange.class).forEach(admin::declareExchange);
        declarables.getDeclarablesByType(Queue.class).forEach(admin::declareQueue);
        declarables.getDeclarablesByType(Binding.class).forEach(admin::declareBinding);
        changes = new JobChanges(jdbc, new SimpleMeterRegistry());
        dispatcher = new Dispatcher(changes, catalog, new Nudges(publisher, topology), topology,
                new QueueDepths(admin), new WorkerProperties(EnumSet.allOf(Role.class), Set.of("*"), WINDOW, INTERVAL,
                        Duration.ofSeconds(30), Duration.ofMinutes(3), Duration.ofSeconds(2), Duration.ofMinutes(5),
                        16, 64, Duration.ofSeconds(20)));
    }

    @AfterEach
    void end() {
        publisher.close();
        topology.declarables(List.of(PROVIDER))
                .getDeclarablesByType(Queue.class)
                .forEach(it -> admin.deleteQueue(it.getName()));
        admin.deleteExchange(topology.exchange());
        connections.destroy();
    }

    @Test
    void while_nothing_waits_there_is_one_look_an_interval() {
        assertThat(dispatcher.look()).isEqualTo(INTERVAL);
        var jobs = waiting(3);
        assertThat(dispatcher.look()).isEqualTo(INTERVAL);
        assertThat(sent()).containsExactlyInAnyOrderElementsOf(jobs);
    }

    @Test
    void a_backlog_is_let_out_as_fast_as_it_is_taken_up_and_looked_at_less_often_when_nobody_takes_it() {
        waiting(5 * WINDOW);
        assertThat(dispatcher.look()).as("a window was let out").isEqualTo(INTERVAL.dividedBy(20));
        var first = sent();
        assertThat(first).hasSize(WINDOW);
        assertThat(dispatcher.look()).as("nobody has taken it yet").isEqualTo(INTERVAL.dividedBy(20));
        assertThat(sent()).isEmpty();
        changes.claim(first, Duration.ofMinutes(3));
        assertThat(dispatcher.look()).isEqualTo(INTERVAL.dividedBy(20));
        assertThat(sent()).hasSize(WINDOW);
        var pauses = IntStream.range(0, 25).mapToObj(_ -> dispatcher.look()).toList();
        assertThat(pauses).as("for the time of a round").startsWith(INTERVAL.dividedBy(20));
        assertThat(pauses.getLast()).as("taken up by nobody").isEqualTo(INTERVAL.dividedBy(5));
        assertThat(sent()).isEmpty();
    }

    /** Jobs that are due. */
    private List<JobId> waiting(int count) {
        var fields = Map.<String, JsonNode>of("prompt", JsonNodeFactory.instance.stringNode("a cat"));
        var applied = model.apply(new GenerationRequest(model.id(), fields));
        var jobs = IntStream.range(0, count)
                .mapToObj(_ -> new NewJob(JobId.create(), USER, model.id(), PROVIDER,
                        model.category(), 1, fields, applied, Map.of(), model.timing(), Duration.ZERO, null))
                .toList();
        changes.accept(jobs);
        return jobs.stream().map(NewJob::id).toList();
    }

    /** What came since the last time. */
    private List<JobId> sent() {
        var template = new RabbitTemplate(connections);
        return Stream.generate(() -> template.receive(topology.jobs(PROVIDER)))
                .takeWhile(Objects::nonNull)
                .flatMap(it -> Messages.decode(it.getBody(), SubmitJobs.class).jobIds().stream())
                .toList();
    }

    private static PGSimpleDataSource source() {
        var database = TestDatabase.create();
        var source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.username());
        source.setPassword(database.password());
        return source;
    }

    private static CachingConnectionFactory connections() {
        var broker = TestBroker.get();
        var connections = new CachingConnectionFactory(broker.host(), broker.port());
        connections.setUsername(broker.username());
        connections.setPassword(broker.password());
        connections.setVirtualHost(broker.virtualHost());
        return connections;
    }
}
