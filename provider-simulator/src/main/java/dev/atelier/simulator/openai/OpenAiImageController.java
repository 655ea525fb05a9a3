package dev.atelier.simulator.openai;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Products;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;

/** Pictures, in Base64 and while the call waits. */
@RestController
@RequestMapping("/openai/v1/images")
class OpenAiImageController {

    private final OpenAi openAi;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Products products;
    private final JsonMapper mapper;

    OpenAiImageController(OpenAi openAi, FaultBoard faults, Submissions submissions, Products products,
            JsonMapper mapper) {
        this.openAi = openAi;
        this.faults = faults;
        this.submissions = submissions;
        this.products = products;
        this.mapper = mapper;
    }

    @PostMapping("/generations")
    ResponseEntity<byte[]> generations(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        openAi.authenticate(authorization);
        return make(OpenAiBodies.json(request, mapper), request, response);
    }

    @PostMapping("/edits")
    ResponseEntity<byte[]> edits(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        openAi.authenticate(authorization);
        return make(EditForm.read(request, mapper), request, response);
    }

    private ResponseEntity<byte[]> make(ObjectNode body, HttpServletRequest request, HttpServletResponse response) {
        var model = ImageModel.of(body);
        model.check(body);
        var fate = faults.nextSubmission(OpenAi.NAME);
        OpenAi.refuse(fate.refusal());
        OpenAi.refuse(fate.ending());

        var now = Instant.now();
        var pictures = new Product.Pictures(ImageModel.size(body), ImageModel.format(body), body.path("n").asInt(1));
        var task = new Task(OpenAi.NAME, OpenAi.newId("req_"), model.name(), body.path("prompt").asString(""), "",
                pictures, BigDecimal.ZERO, now, now, fate.ending());
        submissions.accept(task, null, null, fate);
        OpenAi.work(now, fate);
        response.setHeader("x-request-id", task.id());
        return Submissions.answer(answer(task, pictures, body).toString(), fate, request);
    }

    private ObjectNode answer(Task task, Product.Pictures pictures, ObjectNode body) {
        var answer = mapper.createObjectNode().put("created", task.createdAt().getEpochSecond());
        var data = answer.putArray("data");
        for (int number = 1; number <= pictures.count(); number++) {
            data.addObject()
                    .put("b64_json", Base64.getEncoder()
                            .encodeToString(products.bytes(pictures, task.prompt(), task.caption(), number)));
        }
        answer.put("background", body.path("background").asString("opaque").replace("auto", "opaque"))
                .put("output_format", body.path("output_format").asString("png"))
                .put("quality", body.path("quality").asString("medium").replace("auto", "medium"))
                .put("size", pictures.size().toString());
        var usage = answer.putObject("usage").put("input_tokens", 21).put("output_tokens", 1584 * pictures.count());
        usage.put("total_tokens", 21 + 1584 * pictures.count());
        usage.putObject("input_tokens_details").put("text_tokens", 21).put("image_tokens", 0);
        return answer;
    }
}
