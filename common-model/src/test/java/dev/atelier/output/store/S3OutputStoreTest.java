package dev.atelier.output.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.filesystem.FilesystemApiMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.atelier.credential.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against a server that speaks S3 and checks its signatures. */
class S3OutputStoreTest extends OutputStoreContract {
    private static final String BUCKET = "outputs";
    private static BlobStoreContext blobs;
    private static S3Proxy server;

    @BeforeAll
    static void start(@TempDir Path bucket) throws Exception {
        var settings = new Properties();
        settings.setProperty("jclouds.filesystem.basedir", bucket.toString());
        blobs = ContextBuilder.newBuilder(new FilesystemApiMetadata())
                .credentials("local", "local")
                .overrides(settings)
                .build(BlobStoreContext.class);
        blobs.getBlobStore().createContainerInLocation(null, BUCKET);
        server = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "an-id", "a-secret")
                .build();
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        blobs.close();
    }

    @Override
    OutputStore store(Path working) {
        return new S3OutputStore(bucket("a-secret"), working);
    }

    private static OutputStoreProperties.S3 bucket(String secret) {
        return new OutputStoreProperties.S3(URI.create("http://127.0.0.1:" + server.getPort()), null, BUCKET,
                "us-east-1", new Secret("an-id"), new Secret(secret), true, true);
    }

    @Test
    void its_link_lets_anybody_in_for_a_while_and_names_the_file() throws IOException, InterruptedException {
        try (var store = store(folder); var http = HttpClient.newHttpClient()) {
            var key = keep(store, new byte[]{1, 2, 3});
            var link = store.link(key, "job-1.png", "image/png", Duration.ofMinutes(1)).orElseThrow();
            var answer = http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).containsExactly(1, 2, 3);
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .hasValue("attachment; filename=\"job-1.png\"");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
        }
    }

    @Test
    void a_store_that_refuses_us_is_away() throws IOException {
        try (var refused = new S3OutputStore(bucket("another-secret"), folder)) {
            assertThatThrownBy(refused::requireWritable).isInstanceOf(OutputStoreException.class);
            assertThatThrownBy(() -> keep(refused, new byte[]{1})).isInstanceOf(OutputStoreException.class);
        }
    }
}
