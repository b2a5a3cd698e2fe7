@export()
@description('What a host of workers must know.')
type worker = {
  @description('Image with its registry.')
  image: string

  @description('The registry.')
  server: string

  @description('Resource id of the identity.')
  identityId: string

  @description('Client id of the identity.')
  clientId: string

  @description('Storage account of the store and of the hub.')
  account: string

  @description('Hub of the durable engine.')
  hub: string

  @description('Address of the store.')
  store: string
}
