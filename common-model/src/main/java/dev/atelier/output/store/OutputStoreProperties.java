package dev.atelier.output.store;

import java.net.URI;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.atelier.credential.Secret;

/**
 * Where outputs are kept; the same for api-service and worker-service.
 *
 * @param store  {@code file} or {@code s3}
 * @param folder for {@code file}, where they lie: one folder that all processes share. For {@code s3}, where a worker receives
 *               them; that need not be shared
 * @param s3     the bucket, for {@code s3}
 */
@ConfigurationProperties("atelier.outputs")
public record OutputStoreProperties(@DefaultValue("FILE") Kind store, @DefaultValue("data/outputs") Path folder,
        @Nullable S3 s3) {
    public OutputStoreProperties {
        if (store == Kind.S3 && s3 == null) {
            throw new IllegalArgumentException("atelier.outputs.s3.bucket is not set, and atelier.outputs.store is s3");
        }
    }

    /** What keeps them. */
    public enum Kind {
        FILE,
        S3
    }

    /**
     * A bucket.
     *
     * @param endpoint       of a store that is not Amazon's, like {@code http://minio:9000}
     * @param publicEndpoint the same as callers reach it, when that is another address
     * @param accessKey      with {@code secretKey}; without both, as Amazon's tools find them
     * @param pathStyle      whether the bucket goes into the path, as most stores that are not Amazon's want it
     * @param links          whether callers are sent to the store itself, by a signed address; else the bytes go through us
     */
    public record S3(@Nullable URI endpoint, @Nullable URI publicEndpoint, String bucket,
            @DefaultValue("us-east-1") String region, @Nullable Secret accessKey, @Nullable Secret secretKey,
            @DefaultValue("false") boolean pathStyle, @DefaultValue("true") boolean links) {
        public S3 {
            if (bucket.isBlank()) {
                throw new IllegalArgumentException("atelier.outputs.s3.bucket is not set");
            }
        }
    }
}
