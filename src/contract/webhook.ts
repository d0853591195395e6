/** `standard` sends the event as it is, `slack` a sentence about it that Slack and its like show. */
export const webhookFormats = ['standard', 'slack'] as const;

/** `pending` will be tried (again); the others are final until somebody redelivers. */
export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;
