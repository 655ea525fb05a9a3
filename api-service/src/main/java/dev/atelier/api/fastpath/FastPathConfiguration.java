package dev.atelier.api.fastpath;

import java.util.List;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.api.problems.Problems;

@Configuration(proxyBeanMethods = false)
class FastPathConfiguration {
    /** The last of all filters. */
    @Bean
    FilterRegistrationBean<FastPath> fastPath(List<FastEndpoints> endpoints, Problems problems, JsonMapper json) {
        var routes = endpoints.stream().flatMap(it -> it.fastRoutes().stream()).toList();
        var registration = new FilterRegistrationBean<>(new FastPath(routes, problems, json));
        registration.addUrlPatterns("/api/*");
        return registration;
    }
}
