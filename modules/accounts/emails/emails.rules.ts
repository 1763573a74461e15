export const EMAIL_CHANGE_HOURS = 24;
