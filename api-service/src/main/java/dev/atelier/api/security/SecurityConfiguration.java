package dev.atelier.api.security;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.WebContentInterceptor;

import dev.atelier.api.problems.Problems;

/**
 * Everything under {@code /api} needs a caller, except callbacks and signed links, which are authenticated by their own doors,
 * and {@code /api/v1/admin}, which is for operators. The rest is public:
 * documentation, and the management port, which operators bind where only they can reach it.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {
    private static final String ADMIN = "/api/v1/admin/**";
    private static final PathPatternRequestMatcher API = matcher("/api/**");
    private static final PathPatternRequestMatcher OPERATORS = matcher(ADMIN);
    private static final PathPatternRequestMatcher WEBHOOKS = matcher("/api/v1/webhooks/**");
    private static final PathPatternRequestMatcher INPUT_CONTENT = matcher("/api/v1/inputs/*/content");

    /** Spans of each security filter cost a fifth of a request's time, and tell nothing that the request's own does not. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain api(Callers callers, Problems problems, SecurityProperties properties) {
        return new DefaultSecurityFilterChain(API,
                new CallerFilter(SecurityConfiguration::who, callers, problems, properties));
    }

    @Bean
    @Order(2)
    SecurityFilterChain documentation(HttpSecurity http) {
        return http.sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    private static CallerFilter.For who(HttpServletRequest request) {
        if (WEBHOOKS.matches(request) || isSignedLink(request)) {
            return CallerFilter.For.EVERYBODY;
        }
        return OPERATORS.matches(request) ? CallerFilter.For.OPERATORS : CallerFilter.For.CALLERS;
    }

    /** Its endpoint judges the token, and lets nobody in without. */
    private static boolean isSignedLink(HttpServletRequest request) {
        return INPUT_CONTENT.matches(request)
                && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
                && request.getParameter("token") != null;
    }

    private static PathPatternRequestMatcher matcher(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(pattern);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver());
    }

    /** What these show is nobody's to keep. */
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        var uncached = new WebContentInterceptor();
        uncached.setCacheControl(CacheControl.noStore());
        registry.addInterceptor(uncached).addPathPatterns(ADMIN, "/api/v1/credentials/**");
    }
}
