package dev.atelier.api.inputs;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.input.Bodies;
import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.api.security.Caller;
import dev.atelier.input.Input;
import dev.atelier.input.InputId;
import dev.atelier.input.InputLinks;
import dev.atelier.input.InputProperties;
import dev.atelier.input.UserInputs;
import dev.atelier.output.store.IncomingFile;
import dev.atelier.output.store.OutputStore;

@RestController
@RequestMapping("/api/v1/inputs")
@Tag(name = "Inputs", description = "Files to be named in requests")
class InputController {
    private static final int LONGEST_JSON = 16 * 1024;

    private final InputIntake intake;
    private final Import imports;
    private final InputBytes bytes;
    private final UserInputs inputs;
    private final OutputStore store;
    private final InputLinks links;
    private final InputProperties properties;

    InputController(InputIntake intake, Import imports, InputBytes bytes, UserInputs inputs, OutputStore store,
            InputLinks links, InputProperties properties) {
        this.intake = intake;
        this.imports = imports;
        this.bytes = bytes;
        this.inputs = inputs;
        this.store = store;
        this.links = links;
        this.properties = properties;
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "createInput", summary = "Takes a file",
            description = "The file is stored when this answers. What it is, is told by its bytes. The same file again is"
                    + " the same input. As JSON, {\"url\": \"https://…\"}, the file is fetched from there.",
            requestBody = @RequestBody(required = true, content = {
                @Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(type = "object"),
                        schemaProperties = @SchemaProperty(name = Upload.PART,
                                schema = @Schema(type = "string", format = "binary"))),
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
                        schemaProperties = @SchemaProperty(name = Import.URL,
                                schema = @Schema(type = "string", format = "uri")),
                        examples = @ExampleObject("{\"url\": \"https://example.com/boat.png\"}"))}))
    @ApiResponse(responseCode = "201", description = "Stored")
    @ApiResponse(responseCode = "400", description = "invalid_request: nothing was stored")
    @ApiResponse(responseCode = "413", description = "body_too_large")
    @ApiResponse(responseCode = "415", description = "unsupported_media_type")
    @ApiResponse(responseCode = "422", description = "input_unreachable: the address did not answer as it should")
    @ApiResponse(responseCode = "503", description = "temporarily_unavailable")
    ResponseEntity<InputView> upload(Caller caller, HttpServletRequest request) {
        return created(Upload.of(request, store, properties.maxBytes().toBytes(),
                it -> kept(caller, it, Upload.PART, "a file of " + it.size() + " bytes")));
    }

    @Hidden // one operation in the document, since its path and method are the same
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<InputView> fetch(Caller caller, HttpServletRequest request) throws IOException {
        return created(imports.of(Bodies.object(request, LONGEST_JSON),
                it -> kept(caller, it, Import.URL, "the address of a file of " + it.size() + " bytes")));
    }

    @GetMapping(path = "/{inputId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "getInput", summary = "Tells about an input")
    @ApiResponse(responseCode = "200", description = "The input")
    @ApiResponse(responseCode = "404", description = "input_not_found: there is none, or it is somebody else's")
    InputView find(@PathVariable String inputId, Caller caller) {
        return InputView.of(intake.find(caller, id(inputId)), links);
    }

    @GetMapping(path = "/{inputId}/content", params = "!token")
    @Operation(operationId = "getInputContent", summary = "Answers with the file",
            description = "With `Range` one part of it. Without an API key at the input's `url`, until that expires.")
    @ApiResponse(responseCode = "200", description = "The file",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "404", description = "input_not_found: there is none, or it is somebody else's")
    void content(@PathVariable String inputId, Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        bytes.answer(intake.find(caller, id(inputId)), request, response);
    }

    @Hidden // addresses of this form are made here, nobody writes them
    @GetMapping(path = "/{inputId}/content", params = "token")
    void linked(@PathVariable String inputId, @RequestParam String token,
            @RequestParam(defaultValue = "0") String expires, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        bytes.answer(Ids.uuid(inputId)
                .map(InputId::new)
                .filter(it -> links.isGood(it, seconds(expires), token, Instant.now()))
                .flatMap(inputs::find)
                .orElseThrow(() -> Refusal.of(ProblemCode.INPUT_NOT_FOUND,
                        "The link has expired, or it is none of ours.")),
                request, response);
    }

    @DeleteMapping("/{inputId}")
    @Operation(operationId = "deleteInput", summary = "Removes an input",
            description = "A job that names it and has not been sent to its provider yet will fail.")
    @ApiResponse(responseCode = "204", description = "Gone")
    @ApiResponse(responseCode = "404", description = "input_not_found: there is none, or it is somebody else's")
    ResponseEntity<Void> remove(@PathVariable String inputId, Caller caller) {
        intake.remove(caller, id(inputId));
        return ResponseEntity.noContent().build();
    }

    private Input kept(Caller caller, IncomingFile file, String field, String value) {
        return intake.keep(caller, file, InputIntake.type(file, field, value));
    }

    private ResponseEntity<InputView> created(Input input) {
        return ResponseEntity.created(URI.create("/api/v1/inputs/" + input.id())).body(InputView.of(input, links));
    }

    private static InputId id(String text) {
        return new InputId(Ids.uuid("inputId", text));
    }

    private static long seconds(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
