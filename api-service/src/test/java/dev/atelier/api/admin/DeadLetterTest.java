package dev.atelier.api.admin;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import org.junit.jupiter.api.Test;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.deadletter.DeadLetters;
import dev.atelier.messaging.Topology;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterTest {
    private static final String PATH = "/api/v1/admin/dead-letters";
    private static final String[] OPERATOR = {"Authorization", TestApi.bearer(TestApi.OPERATORS_KEY)};

    /** One for all: ids of one generator are in order even within a millisecond. */
    private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

    private final TestApi api = TestApi.shared();
    private final DeadLetters letters = api.bean(DeadLetters.class);
    private final String queue = api.bean(Topology.class).webhooks();

    @Test
    void a_letter_is_listed_and_shown_with_its_reason_and_body() {
        var id = letter("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
        var listed = api.get(PATH + "?limit=1", OPERATOR);
        assertThat(listed.at("/0/id")).isEqualTo(id.toString());
        assertThat(listed.at("/0/reason")).isEqualTo("cannot be read");
        assertThat(listed.json().at("/0").has("body")).isFalse();
        var shown = api.get(PATH + "/" + id, OPERATOR);
        assertThat(shown.at("/body")).isEqualTo("{\"a\": 1}");
        assertThat(shown.at("/headers/http-content-type")).isEqualTo("application/json");
        assertThat(api.get(PATH + "/" + letter(new byte[]{(byte) 0xff}), OPERATOR).at("/bodyBase64")).isEqualTo("/w==");
    }

    @Test
    void pages_follow_each_other() {
        var older = letter(new byte[0]);
        var newer = letter(new byte[0]);
        assertThat(api.get(PATH + "?limit=1&before=" + newer, OPERATOR).at("/0/id")).isEqualTo(older.toString());
    }

    @Test
    void a_replayed_letter_is_back_in_its_queue_as_it_was_and_no_longer_dead() {
        var id = letter("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(api.post(PATH + "/" + id + "/replay", "", OPERATOR).status()).isEqualTo(204);
        var message = api.receive(queue);
        assertThat(message.getBody()).asString().isEqualTo("{}");
        assertThat(message.getMessageProperties().getHeaders()).containsEntry("http-content-type", "application/json")
                .doesNotContainKeys(DeadLetters.REASON, DeadLetters.QUEUE, "x-death");
        assertThat(api.post(PATH + "/" + id + "/replay", "", OPERATOR).code()).isEqualTo("dead_letter_not_found");
    }

    @Test
    void a_letter_that_no_queue_takes_stays_dead() {
        var id = IDS.generate();
        letters.keep(id, "no-such-queue", "T", "r", "application/json", Map.of(), new byte[0]);
        var answer = api.post(PATH + "/" + id + "/replay", "", OPERATOR);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(letters.find(id)).isPresent();
    }

    @Test
    void a_dropped_letter_is_gone() {
        var id = letter(new byte[0]);
        assertThat(api.delete(PATH + "/" + id, OPERATOR).status()).isEqualTo(204);
        assertThat(api.delete(PATH + "/" + id, OPERATOR).status()).isEqualTo(404);
    }

    @Test
    void only_an_operator_is_let_in_and_an_operator_is_no_user() {
        assertThat(api.get(PATH).status()).isEqualTo(403);
        assertThat(api.get(PATH.replace("admin", "%61dmin")).status()).as("the same address, encoded").isEqualTo(403);
        Answer nobody = TestApi.anonymously(api.request(PATH));
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(api.get("/api/v1/models", OPERATOR).status()).isEqualTo(403);
    }

    @Test
    void a_wrong_page_is_named() {
        assertThat(api.get(PATH + "?limit=0", OPERATOR).at("/errors/0/field")).isEqualTo("limit");
        assertThat(api.get(PATH + "?before=x", OPERATOR).at("/errors/0/field")).isEqualTo("before");
    }

    private UUID letter(byte[] body) {
        var id = IDS.generate();
        letters.keep(id, queue, "WebhookReceived", "cannot be read", "application/json", Map.of("http-content-type",
                "application/json", DeadLetters.REASON, "cannot be read", DeadLetters.QUEUE, queue, "x-death", "[]"),
                body);
        return id;
    }
}
