package dev.atelier.api.generate;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.atelier.catalog.ProviderId;

/** How many jobs wait for a provider now. */
@Component
class WaitingJobs {
    /** More than this is said as this: counting a backlog of millions would cost more than the answer is worth. */
    private static final int MOST = 10_000;

    private final JdbcClient jdbc;

    WaitingJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long ahead(ProviderId provider) {
        return jdbc.sql("""
                select count(*) from (
                    select from generation_jobs
                     where due_at is not null and status = 'PENDING' and provider = :provider limit :most) waiting""")
                .param("provider", provider.value())
                .param("most", MOST)
                .query(Long.class)
                .single();
    }
}
