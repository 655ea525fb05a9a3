package dev.atelier.persistence;

import java.util.UUID;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an installation has stored before a migration is there after it. */
class MigrationTest {
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final JdbcClient jdbc = JdbcClient.create(source);

    MigrationTest() {
        var database = TestDatabase.create();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.username());
        source.setPassword(database.password());
    }

    @Test
    void requests_move_to_a_table_of_their_own_with_every_job() {
        migrateTo("2");
        var model = storedModel("brush");
        jdbc.sql("""
                with owner as (insert into users (id, name) values (gen_random_uuid(), 'Somebody') returning id)
                insert into generation_jobs (id, user_id, ai_model_id, provider, category, status, due_at, send_by,
                                             deadline_at, catalog_version, params, applied, metadata)
                select gen_random_uuid(), id, :model, 'acme', 'TEXT_TO_IMAGE', status, due_at, now(), now(), 1,
                       jsonb_build_object('prompt', status), '{"model": "brush"}', labels
                  from owner, (values ('PENDING'::job_status, now(), '{"a": "b"}'::jsonb), ('COMPLETED', null, null))
                               as jobs (status, due_at, labels)""").param("model", model).update();
        migrateTo("3");
        assertThat(jdbc.sql("""
                select status || ' ' || (params ->> 'prompt') || ' ' || (applied ->> 'model') || ' '
                       || coalesce(metadata ->> 'a', 'none')
                  from generation_jobs join job_requests on job_id = id order by 1""")
                .query(String.class)
                .list()).containsExactly("COMPLETED COMPLETED brush none", "PENDING PENDING brush b");
    }

    @Test
    void whom_and_what_jobs_name_cannot_be_deleted() {
        migrateTo("5");
        var model = storedModel("brush");
        storedModel("pencil");
        jdbc.sql(
                """
                        with owner as (insert into users (id, name) values (gen_random_uuid(), 'Owner'), (gen_random_uuid(), 'Nobody')
                                       returning id, name)
                        insert into generation_jobs (id, user_id, ai_model_id, provider, category, status, send_by, deadline_at,
                                                     catalog_version)
                        select gen_random_uuid(), id, :model, 'acme', 'TEXT_TO_IMAGE', 'COMPLETED', now(), now(), 1
                          from owner where name = 'Owner'""")
                .param("model", model)
                .update();

        assertThatThrownBy(() -> jdbc.sql("delete from users where name = 'Owner'").update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("jobs name it");
        assertThatThrownBy(() -> jdbc.sql("delete from ai_models where slug = 'brush'").update())
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(jdbc.sql("delete from users where name = 'Nobody'").update()).isOne();
        assertThat(jdbc.sql("delete from ai_models where slug = 'pencil'").update()).isOne();
    }

    private UUID storedModel(String slug) {
        return jdbc
                .sql("""
                        with provider as (
                            insert into ai_providers (id, code, name, settings, catalog_version)
                            values (gen_random_uuid(), 'acme', 'Acme', '{}', 1)
                            on conflict (code) do update set name = excluded.name returning id)
                        insert into ai_models (id, provider_id, slug, name, category, provider_model, operation, mode, capabilities,
                                               timing, enabled, catalog_version)
                        select gen_random_uuid(), id, :slug, :slug, 'TEXT_TO_IMAGE', :slug, 'jobs', 'ASYNC', '{}', '{}', true, 1
                          from provider returning id""")
                .param("slug", slug)
                .query(UUID.class)
                .single();
    }

    private void migrateTo(String version) {
        Flyway.configure().dataSource(source).loggers("slf4j").target(version).load().migrate();
    }
}
