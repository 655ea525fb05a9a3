package dev.atelier.api.security;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.server.PathContainer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.WebContentInterceptor;
import org.springframework.web.util.ServletRequestPathUtils;

import dev.atelier.api.problems.Problems;

/**
 * Everything under {@code /api} needs a caller, except callbacks and signed links, which are authenticated by their own doors,
 * and {@code /api/v1/admin}, which is for operators. The rest is public:
 * documentation, and the management port, which operators bind where only they can reach it.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {
    /** Where it stands among the elements of a path, of which every other one is a separator. */
    private static final int AREA = 5;
    private static final PathPatternRequestMatcher API = matcher("/api/**");
    private static final PathPatternRequestMatcher INPUT_CONTENT = matcher("/api/v1/inputs/*/content");

    /** Spans of each security filter cost a fifth of a request's time, and tell nothing that the request's own does not. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Spring Security's own; only that what is plain ASCII is seen to be so without its regular expressions, at each header. */
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(it -> isPlain(it) || StrictHttpFirewall.ALLOWED_HEADER_NAMES.test(it));
        firewall.setAllowedHeaderValues(it -> isPlain(it) || StrictHttpFirewall.ALLOWED_HEADER_VALUES.test(it));
        return firewall;
    }

    private static boolean isPlain(String header) {
        for (int i = 0; i < header.length(); i++) {
            if (header.charAt(i) < ' ' || header.charAt(i) > '~') {
                return false;
            }
        }
        return true;
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

    /** By the segments by which the dispatcher servlet finds the endpoint: /api/v1/{area}/… */
    private static CallerFilter.For who(HttpServletRequest request) {
        var path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().elements();
        var area = path.size() > AREA && path.get(AREA) instanceof PathContainer.PathSegment it
                ? it.valueToMatch()
                : "";
        return switch (area) {
            case "webhooks" -> CallerFilter.For.EVERYBODY;
            case "admin" -> CallerFilter.For.OPERATORS;
            case "inputs" -> isSignedLink(request) ? CallerFilter.For.EVERYBODY : CallerFilter.For.CALLERS;
            default -> CallerFilter.For.CALLERS;
        };
    }

    /** Its endpoint judges the token, and lets nobody in without. */
    private static boolean isSignedLink(HttpServletRequest request) {
        return (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
                && INPUT_CONTENT.matches(request) && request.getParameter("token") != null;
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
        registry.addInterceptor(uncached).addPathPatterns("/api/v1/admin/**", "/api/v1/credentials/**");
    }
}
