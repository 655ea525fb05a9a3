package dev.atelier.output.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import dev.atelier.output.store.OutputStoreProperties.S3;

/** Objects in one bucket of anything that speaks S3. A file is received on the local disk first: S3 wants its size. */
public final class S3OutputStore implements OutputStore {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofMinutes(10);

    private final S3 settings;
    private final IncomingFolder incoming;
    private final S3Client client;
    private final @Nullable S3Presigner signer;

    public S3OutputStore(S3 settings, java.nio.file.Path folder) {
        this.settings = settings;
        incoming = new IncomingFolder(folder.resolve("incoming"));
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .forcePathStyle(settings.pathStyle())
                // What not every store understands is left out where it need not be.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
                .overrideConfiguration(it -> it.apiCallTimeout(CALL));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        client = builder.build();
        signer = settings.links() ? signer(settings) : null;
    }

    private static S3Presigner signer(S3 settings) {
        var builder = S3Presigner.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(settings.pathStyle()).build());
        var address = settings.publicEndpoint() == null ? settings.endpoint() : settings.publicEndpoint();
        if (address != null) {
            builder.endpointOverride(address);
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3 settings) {
        var id = settings.accessKey();
        var secret = settings.secretKey();
        return id == null || secret == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(id.value(), secret.value()));
    }

    @Override
    public IncomingFile receive(InputStream content, long most) throws IOException {
        return incoming.receive(content, most);
    }

    @Override
    public void keep(IncomingFile file, String key, String contentType) {
        try {
            client.putObject(it -> it.bucket(settings.bucket())
                    .key(key)
                    .contentType(contentType)
                    .contentLength(file.size()), RequestBody.fromFile(file.path()));
        } catch (SdkException e) {
            throw new OutputStoreException(key + " cannot be written to the bucket " + settings.bucket(), e);
        }
    }

    @Override
    public Optional<InputStream> open(String key, long from, long count) {
        try {
            return Optional.of(client.getObject(it -> it.bucket(settings.bucket())
                    .key(key)
                    .range("bytes=" + from + "-" + (from + count - 1))));
        } catch (NoSuchKeyException _) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new OutputStoreException(key + " cannot be read from the bucket " + settings.bucket(), e);
        }
    }

    @Override
    public Optional<URI> link(String key, String name, String contentType, Duration validFor) {
        if (signer == null) {
            return Optional.empty();
        }
        var signed = signer.presignGetObject(it -> it.signatureDuration(validFor)
                .getObjectRequest(wanted -> wanted.bucket(settings.bucket())
                        .key(key)
                        .responseContentType(contentType)
                        .responseContentDisposition("attachment; filename=\"" + name + "\"")));
        return Optional.of(URI.create(signed.url().toString()));
    }

    @Override
    public void delete(String key) {
        try {
            client.deleteObject(it -> it.bucket(settings.bucket()).key(key));
        } catch (SdkException e) {
            throw new OutputStoreException(key + " cannot be removed from the bucket " + settings.bucket(), e);
        }
    }

    /** Writes what is written over the next time. */
    @Override
    public void requireWritable() {
        try {
            client.putObject(it -> it.bucket(settings.bucket()).key("writable"), RequestBody.fromBytes(new byte[1]));
        } catch (SdkException e) {
            throw new OutputStoreException("nothing can be written to the bucket " + settings.bucket(), e);
        }
    }

    @Override
    public void close() {
        client.close();
        if (signer != null) {
            signer.close();
        }
    }
}
