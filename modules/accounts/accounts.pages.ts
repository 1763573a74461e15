import type { ModulePages } from "#ui/pages.ts";

export const accountPages: ModulePages = {
  pages: [
    {
      path: "/sign-up",
      frame: "door",
      load: async () => (await import("./accounts/web/SignUpPage.tsx")).SignUpPage,
    },
    {
      path: "/sign-in",
      frame: "door",
      load: async () => (await import("./accounts/web/SignInPage.tsx")).SignInPage,
    },
    {
      path: "/forgot-password",
      frame: "door",
      load: async () => (await import("./accounts/web/ForgotPasswordPage.tsx")).ForgotPasswordPage,
    },
    {
      path: "/reset-password",
      frame: "open",
      load: async () => (await import("./accounts/web/ResetPasswordPage.tsx")).ResetPasswordPage,
    },
    {
      path: "/verify",
      frame: "open",
      load: async () => (await import("./accounts/web/VerifyPage.tsx")).VerifyPage,
    },
    {
      path: "/terms",
      frame: "open",
      load: async () => (await import("./accounts/web/TermsPage.tsx")).TermsPage,
    },
    {
      path: "/change-email",
      frame: "open",
      load: async () => (await import("./emails/web/ChangeEmailPage.tsx")).ChangeEmailPage,
    },
    {
      path: "/closed",
      frame: "open",
      load: async () => (await import("./closing/web/ClosedPage.tsx")).ClosedPage,
    },
    {
      path: "/two-step",
      frame: "open",
      load: async () => (await import("./factors/web/TwoStepPage.tsx")).TwoStepPage,
    },
    {
      path: "/settings/security",
      load: async () => (await import("./accounts/web/SecurityPage.tsx")).SecurityPage,
    },
    {
      path: "/settings/sign-in-rules",
      load: async () => (await import("./factors/web/SignInRulesPage.tsx")).SignInRulesPage,
    },
    {
      path: "/settings",
      load: async () => (await import("./accounts/web/SettingsPage.tsx")).SettingsPage,
    },
  ],
};
